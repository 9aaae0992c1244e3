/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleException;
import io.reconstream.model.bundle.SigningKey;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.config.InvalidConfigException;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.models.ModelDescription;
import io.reconstream.stream.models.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which bundles serve where {@code model.signature.keys} names whom to trust. */
class SignedModelTest {
  @TempDir private Path dir;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Path bundle;
  private SigningKey signer;
  private ModelFile model;

  @BeforeEach
  void makeKeys() throws IOException, GeneralSecurityException {
    bundle = dir.resolve("bundle.onnx");
    signer = keys("trusted");
  }

  @AfterEach
  void close() {
    if (model != null) {
      model.close();
    }
  }

  /** Writes NAME.pem and NAME.public.pem. */
  private SigningKey keys(String name) throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    write(name + ".public.pem", "PUBLIC KEY", pair.getPublic());
    return SigningKey.read(write(name + ".pem", "PRIVATE KEY", pair.getPrivate()));
  }

  private Path write(String name, String label, Key key) throws IOException {
    return Files.writeString(
        dir.resolve(name),
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(label, Base64.getMimeEncoder().encodeToString(key.getEncoded()), label));
  }

  private Bundle seal(Path file, String version) {
    return MeanSquareBundle.seal(file, FloatEvents.features(2), version, 0.9);
  }

  private void open(String keys) {
    model =
        ModelFile.open(
            AppConfig.of(
                Map.of(
                    "bootstrap.servers", "localhost:9092",
                    "schema.registry.url", "http://localhost:8081",
                    "input.topics", "events",
                    "model.check.interval.ms", "100",
                    "model.path", bundle.toString(),
                    "model.signature.keys", keys)),
            new StreamMetrics(meters));
  }

  private String trusted() {
    return dir.resolve("trusted.public.pem").toString();
  }

  private double refused() {
    var counter = meters.find("reconstream.model.refused").counter();
    return counter == null ? 0 : counter.count();
  }

  private void replace(Path next) throws IOException {
    Files.move(next, bundle, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void shouldServeWhatAnyOfTheTrustedKeysSigned() throws Exception {
    keys("other");
    seal(bundle, "1").sign(signer, bundle);

    open(dir.resolve("other.public.pem") + ", " + trusted());

    assertThat(ModelDescription.of(model.current()))
        .contains("\"signedBy\" : \"%s\"".formatted(signer.counterpart()));
  }

  @Test
  void shouldServeSignedAndUnsignedWhereNoKeysAreNamed() {
    seal(bundle, "1");
    open("");
    assertThat(ModelDescription.of(model.current())).contains("\"signedBy\" : null");
  }

  @Test
  void shouldRefuseUnsignedAndForeignSignedBundleAtStart() throws Exception {
    Bundle unsigned = seal(bundle, "1");
    assertThatThrownBy(() -> open(trusted()))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            "%s: is not signed, expected a signature by the trusted key %s"
                .formatted(bundle, signer.counterpart()));

    SigningKey foreign = keys("foreign");
    unsigned.sign(foreign, bundle);
    assertThatThrownBy(() -> open(trusted()))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            "%s: is signed by the key %s, expected a signature by the trusted key %s"
                .formatted(bundle, foreign.counterpart(), signer.counterpart()));
  }

  @Test
  void shouldGoOnServingWhenUnsignedForeignAndAlteredOnesAreOffered() throws Exception {
    Bundle first = seal(bundle, "1").sign(signer, bundle);
    open(trusted());
    Path next = dir.resolve("next.onnx");

    seal(next, "2");
    replace(next);
    Awaitility.await().until(() -> refused() == 1);

    seal(next, "3").sign(keys("foreign"), next);
    replace(next);
    Awaitility.await().until(() -> refused() == 2);

    byte[] altered = seal(next, "4").sign(signer, next).bytes();
    altered[altered.length / 2] ^= 1;
    Files.write(next, altered);
    replace(next);
    Awaitility.await().until(() -> refused() == 3);
    assertThat(model.current().bundle()).isEqualTo(first);

    Bundle good = seal(next, "5").sign(signer, next);
    replace(next);
    Awaitility.await().until(() -> model.current().bundle().equals(good));
    assertThat(refused()).isEqualTo(3);
  }

  @Test
  void shouldSayWhichFileHoldsNoPublicKey() {
    seal(bundle, "1");
    assertThatThrownBy(() -> open(dir.resolve("trusted.pem").toString()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(
            "model.signature.keys: %s: has a PEM block 'PRIVATE KEY', expected one 'PUBLIC KEY'"
                .formatted(dir.resolve("trusted.pem")));
    assertThatThrownBy(() -> open("no.pem"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("model.signature.keys: no.pem: no such file");
  }
}
