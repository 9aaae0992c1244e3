/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A certificate authority of one test run, made by the JDK's keytool, and what it issued.
 *
 * @param server a store with a good key for 127.0.0.1
 * @param expired the same with a certificate that ended two days ago
 * @param trusted the authority's certificate
 * @param stranger the certificate of another authority
 * @param password of all stores
 */
record Certificates(Path server, Path expired, Path trusted, Path stranger, String password) {

  static Certificates make(Path directory) throws Exception {
    Files.createDirectories(directory);
    String password = TestSecret.of("store");
    Path all = directory.resolve("all.p12");
    Path passwordFile = Files.writeString(directory.resolve("password"), password);
    keytool(all, passwordFile, "ca", "-ext", "bc:c", "-validity", "2");
    keytool(all, passwordFile, "stranger", "-ext", "bc:c", "-validity", "2");
    String name = "san=ip:127.0.0.1";
    keytool(all, passwordFile, "server", "-signer", "ca", "-ext", name, "-validity", "2");
    keytool(
        all,
        passwordFile,
        "expired",
        "-signer",
        "ca",
        "-ext",
        name,
        "-startdate",
        "-3d",
        "-validity",
        "1");
    return new Certificates(
        withKey(all, password, "server"),
        withKey(all, password, "expired"),
        withCertificate(all, password, "ca"),
        withCertificate(all, password, "stranger"),
        password);
  }

  private static void keytool(Path store, Path password, String alias, String... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass:file",
                password.toString(),
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias));
    command.addAll(Arrays.asList(more));
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(store.resolveSibling("keytool.log").toFile())
            .start();
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException(
          "keytool: " + Files.readString(store.resolveSibling("keytool.log")));
    }
  }

  private static Path withKey(Path all, String password, String alias)
      throws IOException, GeneralSecurityException {
    KeyStore from = load(all, password);
    KeyStore to = empty();
    to.setKeyEntry(
        alias,
        from.getKey(alias, password.toCharArray()),
        password.toCharArray(),
        from.getCertificateChain(alias));
    return save(to, all.resolveSibling(alias + ".p12"), password);
  }

  private static Path withCertificate(Path all, String password, String alias)
      throws IOException, GeneralSecurityException {
    KeyStore to = empty();
    to.setCertificateEntry(alias, load(all, password).getCertificate(alias));
    return save(to, all.resolveSibling(alias + ".p12"), password);
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  static KeyStore load(Path file, String password) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password.toCharArray());
    }
    return store;
  }

  private static Path save(KeyStore store, Path file, String password)
      throws IOException, GeneralSecurityException {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
    return file.toAbsolutePath();
  }
}
