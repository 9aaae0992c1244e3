/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.config.types.Password;

/**
 * Health, metrics and model over HTTP, read only: declared paths and nothing else, no file is ever
 * looked up. Who connects can hold one of {@link #CONNECTIONS} connections for {@link
 * #LIMITS}{@code .maxReqTime} seconds at most.
 */
public final class HttpEndpoints implements AutoCloseable {

  /** An answer: status, media type, text. */
  public record Answer(int status, String type, String text) {
    public static Answer text(int status, String text) {
      return new Answer(status, "text/plain; charset=utf-8", text + "\n");
    }

    public static Answer json(String text) {
      return new Answer(200, "application/json", text);
    }
  }

  /** Each has a thread: one that sends slowly keeps none of the others waiting. */
  static final int CONNECTIONS = 32;

  /**
   * Limits of the JDK's server, which reads them once: seconds for a request and for an answer, the
   * headers of a request and their bytes, connections, bytes of a body that nobody wants.
   */
  private static final Map<String, String> LIMITS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "10",
          "sun.net.httpserver.maxRspTime", "10",
          "sun.net.httpserver.maxReqHeaders", "50",
          "sun.net.httpserver.maxReqHeaderSize", "16384",
          "sun.net.httpserver.maxIdleConnections", "" + CONNECTIONS,
          "sun.net.httpserver.drainAmount", "16384",
          "jdk.httpserver.maxConnections", "" + CONNECTIONS);

  private static final int NOT_AUTHORIZED = 401;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Optional<byte[]> authorization;

  private HttpEndpoints(HttpServer server, Optional<Password> token) {
    this.server = server;
    this.authorization = token.map(password -> ("Bearer " + password.value()).getBytes(UTF_8));
    this.threads =
        Executors.newFixedThreadPool(
            CONNECTIONS,
            task -> {
              Thread thread = new Thread(task, "http");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
  }

  /**
   * Takes the port; answers come once paths are declared and {@link #start} was called.
   *
   * @param token what guarded paths ask for; empty: nothing
   * @throws StartException if the address or the port cannot be had
   */
  public static HttpEndpoints bind(String host, int port, Optional<Password> token) {
    LIMITS.forEach(
        (name, limit) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, limit);
          }
        });
    try {
      return new HttpEndpoints(
          HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 16), token);
    } catch (UnknownHostException e) {
      throw new StartException("http.host '%s' is no address of this machine".formatted(host), e);
    } catch (IOException e) {
      throw new StartException(
          "http.port %d on %s cannot be had: %s; choose another, or 0 for a free one"
              .formatted(port, host, e.getMessage()),
          e);
    }
  }

  /** Declares an endpoint for everybody: this path exactly, GET and HEAD only. */
  public void open(String path, Supplier<Answer> answer) {
    declare(path, exchange -> answer(exchange, path, answer));
  }

  /** Declares an endpoint for those who show the token, where there is one. */
  public void guarded(String path, Supplier<Answer> answer) {
    declare(
        path,
        exchange ->
            isAuthorized(exchange)
                ? answer(exchange, path, answer)
                : Answer.text(NOT_AUTHORIZED, "expected Authorization: Bearer and the http.token"));
  }

  private void declare(String path, Function<HttpExchange, Answer> answer) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            send(exchange, answer.apply(exchange));
          }
        });
  }

  /** In a time that says nothing about how much of the token is right. */
  private boolean isAuthorized(HttpExchange exchange) {
    String shown = exchange.getRequestHeaders().getFirst("Authorization");
    return authorization.isEmpty()
        || MessageDigest.isEqual(
            authorization.get(), shown == null ? new byte[0] : shown.getBytes(UTF_8));
  }

  private static Answer answer(HttpExchange exchange, String path, Supplier<Answer> answer) {
    if (!path.equals(exchange.getRequestURI().getPath())) {
      return Answer.text(404, "not found");
    }
    if (!exchange.getRequestMethod().equals("GET") && !exchange.getRequestMethod().equals("HEAD")) {
      return Answer.text(405, "only GET");
    }
    return answer.get();
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.text().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    if (answer.status() == NOT_AUTHORIZED) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(answer.status(), -1);
    } else {
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  public void start() {
    server.start();
  }

  /** The port taken. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
