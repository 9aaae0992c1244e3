/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpEndpointsTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpEndpoints endpoints;

  @BeforeEach
  void start() {
    endpoints = HttpEndpoints.bind("127.0.0.1", 0);
    endpoints.get("/health/live", () -> HttpEndpoints.Answer.text(200, "RUNNING"));
    endpoints.get("/model", () -> HttpEndpoints.Answer.json("{}"));
    endpoints.start();
  }

  @AfterEach
  void stop() {
    endpoints.close();
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(endpoints.port(), path));
    return client.send(
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
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
  void shouldSayThatPortIsInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> HttpEndpoints.bind("127.0.0.1", taken.getLocalPort()))
          .isInstanceOf(StartException.class)
          .hasMessageContaining(
              "http.port %d on 127.0.0.1 cannot be had".formatted(taken.getLocalPort()));
    }
  }

  @Test
  void shouldSayThatHostIsNoAddress() {
    assertThatThrownBy(() -> HttpEndpoints.bind("no such host", 0))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("http.host 'no such host'");
  }
}
