/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Health, metrics and model over HTTP, read only. */
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

  private final HttpServer server;
  private final ExecutorService threads;

  private HttpEndpoints(HttpServer server) {
    this.server = server;
    this.threads =
        Executors.newFixedThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, "http");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
  }

  /**
   * Takes the port; answers come once {@link #get} and {@link #start} were called.
   *
   * @throws StartException if the address or the port cannot be had
   */
  public static HttpEndpoints bind(String host, int port) {
    // read once by the JDK's server: a client that sends or reads slowly holds no thread for long
    for (String limit : List.of("maxReqTime", "maxRspTime")) {
      if (System.getProperty("sun.net.httpserver." + limit) == null) {
        System.setProperty("sun.net.httpserver." + limit, "10");
      }
    }
    try {
      return new HttpEndpoints(
          HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 16));
    } catch (UnknownHostException e) {
      throw new StartException("http.host '%s' is no address of this machine".formatted(host), e);
    } catch (IOException e) {
      throw new StartException(
          "http.port %d on %s cannot be had: %s; choose another, or 0 for a free one"
              .formatted(port, host, e.getMessage()),
          e);
    }
  }

  /** Declares an endpoint: this path exactly, GET and HEAD only. */
  public void get(String path, Supplier<Answer> answer) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            send(exchange, answer(exchange, path, answer));
          }
        });
  }

  private static Answer answer(HttpExchange exchange, String path, Supplier<Answer> answer) {
    if (!exchange.getRequestURI().getPath().equals(path)) {
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
