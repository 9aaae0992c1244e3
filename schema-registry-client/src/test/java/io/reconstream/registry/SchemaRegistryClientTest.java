/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The extracted client speaks to a server that answers as a registry does. */
class SchemaRegistryClientTest {

  private static final Schema READING =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Reading", "namespace": "test",
               "fields": [{"name": "pressure", "type": "double"}]}""");

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;

  private record Request(String line, String authorization, String body) {}

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void shouldRegisterAndReadBackASchema() throws Exception {
    SchemaRegistryClient client = client(Map.of());

    int id = client.register("readings-value", new AvroSchema(READING));
    ParsedSchema readBack = client(Map.of()).getSchemaById(id);

    assertThat(id).isEqualTo(7);
    assertThat(readBack.rawSchema()).isEqualTo(READING);
    assertThat(requests.get(0).line()).startsWith("POST /subjects/readings-value/versions");
    assertThat(requests.get(0).body()).contains("\\\"pressure\\\"");
  }

  @Test
  void shouldAskTheServerOnceForOneId() throws Exception {
    SchemaRegistryClient client = client(Map.of());

    client.getSchemaById(7);
    client.getSchemaById(7);

    assertThat(requests).hasSize(1);
  }

  @Test
  void shouldReportAnUnknownIdByItsErrorCode() {
    assertThatThrownBy(() -> client(Map.of()).getSchemaById(99))
        .isInstanceOfSatisfying(
            RestClientException.class,
            e -> {
              assertThat(e.getStatus()).isEqualTo(404);
              assertThat(e.getErrorCode()).isEqualTo(40403);
            });
  }

  @Test
  void shouldSendBasicCredentials() throws Exception {
    client(
            Map.of(
                "basic.auth.credentials.source", "USER_INFO",
                "basic.auth.user.info", "alice:s3cr3t-registry"))
        .getSchemaById(7);

    String credentials =
        Base64.getEncoder().encodeToString("alice:s3cr3t-registry".getBytes(UTF_8));
    assertThat(requests.get(0).authorization()).isEqualTo("Basic " + credentials);
  }

  @Test
  void shouldSendABearerToken() throws Exception {
    client(
            Map.of(
                "bearer.auth.credentials.source", "STATIC_TOKEN",
                "bearer.auth.token", "s3cr3t-bearer"))
        .getSchemaById(7);

    assertThat(requests.get(0).authorization()).isEqualTo("Bearer s3cr3t-bearer");
  }

  private SchemaRegistryClient client(Map<String, String> settings) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    return new CachedSchemaRegistryClient(url, 100, settings);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(
          new Request(
              exchange.getRequestMethod() + " " + exchange.getRequestURI(),
              exchange.getRequestHeaders().getFirst("Authorization"),
              new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
      String path = exchange.getRequestURI().getPath();
      if (path.startsWith("/subjects/readings-value/versions")) {
        send(exchange, 200, "{\"id\": 7}");
      } else if (path.equals("/schemas/ids/7")) {
        send(exchange, 200, "{\"schema\": \"" + READING.toString().replace("\"", "\\\"") + "\"}");
      } else {
        send(exchange, 404, "{\"error_code\": 40403, \"message\": \"Schema not found\"}");
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
