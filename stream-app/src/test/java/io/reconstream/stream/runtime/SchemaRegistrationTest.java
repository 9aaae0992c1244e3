/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.reconstream.schemas.Alert;
import io.reconstream.stream.config.AppConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Confluent's client against a server that answers as the test says. */
class SchemaRegistrationTest {
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final List<Integer> statuses = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          authorizations.add(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          paths.add(exchange.getRequestURI().getPath());
          int status = statuses.isEmpty() ? 200 : statuses.remove(0);
          byte[] body =
              (status == 200
                      ? "{\"id\": 42}"
                      : "{\"error_code\": %d, \"message\": \"as the test says\"}".formatted(status))
                  .getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  private int register(Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "bootstrap.servers", "localhost:1",
                "schema.registry.url", "http://localhost:" + server.getAddress().getPort(),
                "input.topics", "events",
                "model.path", "m.onnx",
                "start.timeout.ms", "2000"));
    settings.putAll(more);
    AppConfig config = AppConfig.of(settings);
    return new SchemaRegistration(RegistryConnection.open(config), config)
        .register("alerts", Alert.getClassSchema());
  }

  @Test
  void shouldRegisterUnderTopicsSubject() {
    assertThat(register(Map.of())).isEqualTo(42);
    assertThat(paths).containsExactly("/subjects/alerts-value/versions");
    assertThat(authorizations).containsExactly("null");
  }

  @Test
  void shouldSendUserAndPassword() {
    register(Map.of("schema.registry.basic.auth.user.info", "me:s3cr3t-url"));

    assertThat(authorizations).containsExactly("Basic bWU6czNjcjN0LXVybA==");
  }

  @Test
  void shouldTryAgainWhenServerFails() {
    statuses.addAll(List.of(500, 503));

    assertThat(register(Map.of())).isEqualTo(42);
    assertThat(paths).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void shouldSayThatSchemaIsRefused() {
    statuses.addAll(List.of(422, 422));

    assertThatThrownBy(() -> register(Map.of()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("refused the schema io.reconstream.schemas.Alert")
        .hasMessageContaining("'alerts-value'")
        .hasMessageContaining("as the test says");
  }

  @Test
  void shouldSayThatRegistryIsNotThere() {
    server.stop(0);

    assertThatThrownBy(() -> register(Map.of("start.timeout.ms", "300")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("(schema.registry.url) did not answer within 300 ms");
  }
}
