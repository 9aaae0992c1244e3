/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpEndpointsTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpEndpoints endpoints;

  @BeforeEach
  void start() {
    serve(Optional.empty());
  }

  private void serve(Optional<Password> token) {
    endpoints = HttpEndpoints.bind("127.0.0.1", 0, token);
    endpoints.open("/health/live", () -> HttpEndpoints.Answer.text(200, "RUNNING"));
    endpoints.guarded("/model", () -> HttpEndpoints.Answer.json("{}"));
    endpoints.start();
  }

  @AfterEach
  void stop() {
    endpoints.close();
  }

  private HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(endpoints.port(), path));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void shouldAnswerDeclaredPaths() throws Exception {
    HttpResponse<String> live = send("GET", "/health/live");

    assertThat(live.statusCode()).isEqualTo(200);
    assertThat(live.body()).isEqualTo("RUNNING\n");
    assertThat(send("GET", "/model").headers().firstValue("Content-Type"))
        .contains("application/json");
    assertThat(send("HEAD", "/model").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldAnswerNothingElse() throws Exception {
    assertThat(send("GET", "/").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/model/../../etc/passwd").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/modelling").statusCode()).isEqualTo(404);
    assertThat(send("POST", "/model").statusCode()).isEqualTo(405);
  }

  @Test
  void shouldAnswerGuardedPathsToTheTokenAlone() throws Exception {
    endpoints.close();
    serve(Optional.of(new Password("s3cr3t-token")));

    assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/model").statusCode()).isEqualTo(401);
    assertThat(send("GET", "/model").headers().firstValue("WWW-Authenticate")).contains("Bearer");
    for (String wrong : List.of("s3cr3t-token", "Bearer s3cr3t-toke", "Bearer s3cr3t-token2", "")) {
      assertThat(send("GET", "/model", "Authorization", wrong).statusCode()).isEqualTo(401);
    }
    assertThat(send("GET", "/model/..", "Authorization", "Bearer s3cr3t-token").statusCode())
        .isEqualTo(404);
    assertThat(send("GET", "/model", "Authorization", "Bearer s3cr3t-token").body())
        .isEqualTo("{}");
  }

  @Test
  void shouldLookUpNoFileWhateverThePath() throws Exception {
    for (String path :
        List.of(
            "/../../etc/passwd",
            "/health/live/../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/health/live%2f..%2f..%2fetc%2fpasswd",
            "//etc/passwd",
            "/health/live%00.html")) {
      assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
          .as(path)
          .matches("HTTP/1.1 (404|400) [^\0]*");
    }
  }

  @Test
  void shouldEndARequestThatIsTooLarge() throws Exception {
    String header = "X-Large: " + "x".repeat(20_000) + "\r\n";

    assertThat(raw("GET /health/live HTTP/1.1\r\nHost: x\r\n" + header + "\r\n"))
        .doesNotContain("200 OK");
    String headers =
        IntStream.range(0, 100).mapToObj("X-%d: y\r\n"::formatted).collect(Collectors.joining());
    assertThat(raw("GET /health/live HTTP/1.1\r\n" + headers + "\r\n")).doesNotContain("200 OK");
  }

  /** Whoever connects and says nothing keeps nobody else from an answer. */
  @Test
  void shouldAnswerWhileOthersSendNothing() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < HttpEndpoints.CONNECTIONS / 2; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoints.port());
        socket.getOutputStream().write("GET /hea".getBytes(UTF_8));
        silent.add(socket);
      }

      assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void shouldTakeNoMoreConnectionsThanItHasThreads() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < HttpEndpoints.CONNECTIONS; i++) {
        silent.add(new Socket(InetAddress.getLoopbackAddress(), endpoints.port()));
      }

      assertThat(raw("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")).doesNotContain("200 OK");
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  /** The module's tests run with a limit of 2 seconds in place of 10. */
  @Test
  void shouldEndARequestThatTakesTooLong() throws Exception {
    assertThat(raw("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Not: finis")).doesNotContain("200");
  }

  /** What the server sends until it ends the connection. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoints.port())) {
      socket.setSoTimeout(15_000);
      try {
        socket.getOutputStream().write(request.getBytes(UTF_8));
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
      } catch (SocketException e) {
        return "ended: " + e.getMessage();
      }
    }
  }

  @Test
  void shouldSayThatPortIsInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> HttpEndpoints.bind("127.0.0.1", taken.getLocalPort(), Optional.empty()))
          .isInstanceOf(StartException.class)
          .hasMessageContaining(
              "http.port %d on 127.0.0.1 cannot be had".formatted(taken.getLocalPort()));
    }
  }

  @Test
  void shouldSayThatHostIsNoAddress() {
    assertThatThrownBy(() -> HttpEndpoints.bind("no such host", 0, Optional.empty()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("http.host 'no such host'");
  }
}
