/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.reconstream.local.registry.LocalRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A gateway before a real registry, as in production: TLS, and Basic or Bearer credentials. The
 * registry itself stays behind it; its own log-in needs an identity server.
 */
final class GuardedRegistry implements AutoCloseable {
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final HttpClient client = HttpClient.newHttpClient();
  private final LocalRegistry registry;
  private final List<String> accepted;

  /**
   * @param keys a store with one key
   * @param user {@code NAME:PASSWORD}
   */
  GuardedRegistry(LocalRegistry registry, Path keys, String password, String user, String token)
      throws Exception {
    this.registry = registry;
    this.accepted =
        List.of(
            "Basic " + Base64.getEncoder().encodeToString(user.getBytes(UTF_8)), "Bearer " + token);
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(Certificates.load(keys, password), password.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(factory.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "https://127.0.0.1:"
        + server.getAddress().getPort()
        + URI.create(registry.url()).getPath();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] request = exchange.getRequestBody().readAllBytes();
      String shown = exchange.getRequestHeaders().getFirst("Authorization");
      if (shown == null || !accepted.contains(shown)) {
        send(exchange, 401, "{\"error_code\": 401, \"message\": \"Unauthorized\"}".getBytes(UTF_8));
        return;
      }
      URI target = URI.create(registry.url()).resolve(exchange.getRequestURI().toString());
      HttpRequest.Builder forwarded =
          HttpRequest.newBuilder(target)
              .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(request));
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      if (type != null) {
        forwarded.header("Content-Type", type);
      }
      HttpResponse<byte[]> response = client.send(forwarded.build(), BodyHandlers.ofByteArray());
      send(exchange, response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
