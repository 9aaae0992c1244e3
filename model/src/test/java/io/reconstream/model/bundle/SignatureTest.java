/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.reconstream.model.scoring.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles that must be signed: by whom, over what, and what else a key file may turn out to be. */
class SignatureTest {
  /** Made by openssl genpkey, for this test alone. */
  private static final String PRIVATE =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIHTY439wdqZqVKmBrpms8cJonvNs1tKyHswxmXxGQN/n
      -----END PRIVATE KEY-----
      """;

  private static final String PUBLIC =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEAwnbiQDMyyA1k+t0gMZ4ctlj8UBcnBNClUYXmJ1YwSLk=
      -----END PUBLIC KEY-----
      """;

  /** What openssl pkey -pubin -outform DER | sha256sum begins with. */
  private static final String KEY_ID = "ae2235454c19f563";

  @TempDir Path folder;
  private Path file;
  private Bundle unsigned;
  private SigningKey signer;
  private TrustedKeys trusted;

  @BeforeEach
  void seal() throws IOException {
    file = folder.resolve("m.onnx");
    unsigned =
        Bundle.seal(MeanSquareGraph.rows(3).build().toByteArray(), BundleFixture.rows(3), file);
    signer = SigningKey.read(write("private.pem", PRIVATE));
    trusted = TrustedKeys.read(List.of(write("public.pem", PUBLIC)));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static VerificationKey another() throws GeneralSecurityException {
    return VerificationKey.of(
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Bundle.read(file, trusted))
        .isInstanceOf(BundleException.class)
        .hasMessage(file + ": " + message);
  }

  @Test
  void shouldReadKeysOfOpenssl() {
    assertThat(signer.counterpart()).isEqualTo(trusted.keys().get(0)).hasToString(KEY_ID);
  }

  @Test
  void shouldAcceptWhatATrustedKeySigned() throws GeneralSecurityException {
    Bundle signed = unsigned.sign(signer, file);

    assertThat(signed.signature().orElseThrow().keyId()).isEqualTo(KEY_ID);
    assertThat(Bundle.read(file, trusted)).isEqualTo(signed);
    assertThat(Bundle.read(file, new TrustedKeys(List.of(another(), signer.counterpart()))))
        .isEqualTo(signed);
    Scorer.open(signed).close();
  }

  @Test
  void shouldKeepHashAndMetadataWhenSigned() {
    Bundle signed = unsigned.sign(signer, file);
    assertThat(signed.hash()).isEqualTo(unsigned.hash());
    assertThat(signed.metadata()).isEqualTo(unsigned.metadata());
    assertThat(Bundle.read(file)).isEqualTo(unsigned);
  }

  @Test
  void shouldSignTheUnsignedFileByteForByte() {
    Bundle signed = unsigned.sign(signer, file);
    int content = signed.bytes().length - BundleSignature.ENTRY_BYTES;
    assertThat(Arrays.copyOf(signed.bytes(), content)).isEqualTo(unsigned.bytes());
    assertThat(BundleSignature.ENTRY_BYTES).isEqualTo(182);
    assertThat(signer.counterpart().verifies(unsigned.bytes(), signed.signature().get().value()))
        .isTrue();
  }

  /** As {@code docs/bundle.md} says it to other languages. */
  @Test
  void shouldShowTheSignatureToReadersOfOnnx() throws IOException {
    Bundle signed = unsigned.sign(signer, file);
    StringStringEntryProto last =
        ModelProto.parseFrom(signed.bytes())
            .getMetadataProps(ModelProto.parseFrom(signed.bytes()).getMetadataPropsCount() - 1);
    assertThat(last.getKey()).isEqualTo("reconstream.signature");
    assertThat(last.getValue())
        .isEqualTo(
            "ed25519:%s:%s"
                .formatted(
                    KEY_ID, HexFormat.of().formatHex(signed.signature().orElseThrow().value())));
  }

  @Test
  void shouldSignAnewInPlaceOfTheFormerSignature() {
    Bundle once = unsigned.sign(signer, file);
    Bundle twice = once.sign(signer, file);
    assertThat(twice.bytes()).isEqualTo(once.bytes());
    Bundle sealed = Bundle.seal(once.bytes(), BundleFixture.rows(3), Optional.of(signer), file);
    assertThat(sealed.bytes()).isEqualTo(once.bytes());
  }

  @Test
  void shouldRefuseUnsignedBundle() {
    assertRefused("is not signed, expected a signature by the trusted key " + KEY_ID);
  }

  @Test
  void shouldRefuseSignatureOfAForeignKey() throws GeneralSecurityException {
    unsigned.sign(signer, file);
    VerificationKey other = another();
    trusted = new TrustedKeys(List.of(other));
    assertRefused(
        "is signed by the key %s, expected a signature by the trusted key %s"
            .formatted(KEY_ID, other));
  }

  @Test
  void shouldRefuseForeignKeyThatClaimsToBeATrustedOne() throws Exception {
    byte[] signed = unsigned.sign(signer, file).bytes();
    trusted = new TrustedKeys(List.of(new VerificationKey(KEY_ID, another().key())));
    Files.write(file, signed);
    assertRefused(
        "was altered after signing: the signature by the key %s does not fit its content"
            .formatted(KEY_ID));
  }

  @Test
  void shouldRefuseSignatureOfAnotherBundle() throws IOException {
    byte[] signature =
        Bundle.seal(
                MeanSquareGraph.rows(2).build().toByteArray(),
                BundleFixture.rows(2),
                Optional.of(signer),
                folder.resolve("other.onnx"))
            .signature()
            .orElseThrow()
            .appendTo(unsigned.bytes());
    Files.write(file, signature);
    assertRefused(
        "was altered after signing: the signature by the key %s does not fit its content"
            .formatted(KEY_ID));
  }

  @Test
  void shouldRefuseAnyBitFlippedAndAnyLengthCut() throws IOException {
    byte[] signed = unsigned.sign(signer, file).bytes();
    Random random = new Random(1);
    for (int i = 0; i < 1_500; i++) {
      byte[] altered = signed.clone();
      // every bit of the signature, and random ones of the rest
      int signature = 8 * BundleSignature.ENTRY_BYTES;
      int bit =
          i < signature ? 8 * signed.length - 1 - i : random.nextInt(8 * signed.length - signature);
      altered[bit / 8] ^= (byte) (1 << (bit % 8));
      assertUntrusted(altered, "bit " + bit);
    }
    for (int i = 0; i < 200; i++) {
      int length = random.nextInt(signed.length);
      assertUntrusted(Arrays.copyOf(signed, length), "cut to " + length);
      assertUntrusted(Arrays.copyOf(signed, signed.length + 1 + i), "longer by " + i);
    }
  }

  /** The same check that reading begins with, before anything is parsed. */
  private void assertUntrusted(byte[] altered, String what) {
    assertThatThrownBy(() -> trusted.check(altered))
        .as(what)
        .isInstanceOf(BundleException.class)
        .hasMessageMatching("(is not signed|is signed by the key|was altered after signing).*");
  }

  @Test
  void shouldRefuseSignatureAnywhereElseThanAtTheEnd() throws IOException {
    byte[] signed = unsigned.sign(signer, file).bytes();
    ModelProto moved =
        ModelProto.parseFrom(signed).toBuilder()
            .addMetadataProps(StringStringEntryProto.newBuilder().setKey("more").setValue("x"))
            .build();
    assertThatThrownBy(() -> Bundle.of("m", moved.toByteArray()))
        .hasMessage(
            "m: has 1 metadata entries 'reconstream.signature', expected at most one: the last 182 bytes of the file");
  }

  @Test
  void shouldSayWhatIsWrongWithAKeyFile() throws IOException {
    Path privateFile = folder.resolve("private.pem");
    Path publicFile = folder.resolve("public.pem");
    assertKeyRefused(folder.resolve("no.pem"), "no such file");
    assertKeyRefused(folder, "cannot be read: ");
    assertKeyRefused(file, "has no PEM block, expected one 'PUBLIC KEY' (openssl ");
    assertKeyRefused(privateFile, "has a PEM block 'PRIVATE KEY', expected one 'PUBLIC KEY' (");
    assertKeyRefused(write("two.pem", PUBLIC + PUBLIC), "has several PEM blocks, expected one");
    assertKeyRefused(
        write("cut.pem", PUBLIC.replace("\n-----END", "A\n-----END")),
        "its PEM block is not base64");
    assertKeyRefused(
        write("short.pem", PUBLIC.replace("MCow", "")), "is not an Ed25519 public key");
    assertKeyRefused(write("large.pem", "x".repeat(70_000)), "is larger than 65536 bytes");
    assertThatThrownBy(() -> SigningKey.read(publicFile))
        .isInstanceOf(KeyFileException.class)
        .hasMessageStartingWith(
            publicFile + ": has a PEM block 'PUBLIC KEY', expected one 'PRIVATE KEY' (openssl ");
  }

  private static void assertKeyRefused(Path keys, String message) {
    assertThatThrownBy(() -> TrustedKeys.read(List.of(keys)))
        .isInstanceOf(KeyFileException.class)
        .hasMessageStartingWith(keys + ": " + message)
        .hasMessageNotContaining("MC4CAQAwBQYDK2Vw");
  }

  @Test
  void shouldSayNothingOfABrokenPrivateKey() throws IOException {
    Path broken = write("broken.pem", PRIVATE.replace("MC4C", "MC4D"));
    assertThatThrownBy(() -> SigningKey.read(broken))
        .isInstanceOf(KeyFileException.class)
        .hasMessage(broken + ": is not an Ed25519 private key")
        .hasNoCause();
  }
}
