/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.reconstream.connection.Refusal;
import io.reconstream.connection.RegistryClient;
import io.reconstream.local.feed.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;

/** Bytes for a person: decoded Avro where the registry has the schema, else text, else hex. */
final class ValueText implements AutoCloseable {
  private static final int HEADER = 1 + Integer.BYTES;

  private final SchemaRegistryClient registry;
  private final int longest;

  /**
   * @param source whose registry may have the value's schema
   * @param longest of bytes or characters that are shown
   */
  ValueText(Target source, int longest) {
    registry = RegistryClient.open(List.of(source.registryUrl()), source.registry());
    this.longest = longest;
  }

  /** A value: what it is, and what it says. */
  String of(byte[] value) {
    if (value == null) {
      return "none";
    }
    if (value.length >= HEADER && value[0] == 0) {
      int id = ByteBuffer.wrap(value).getInt(1);
      try {
        return "Avro of schema %d: %s".formatted(id, shown(decoded(value, id)));
      } catch (IOException | RestClientException | RuntimeException e) {
        return "%s%n(not readable as Avro of schema %d: %s)"
            .formatted(plain(value), id, Printable.of(Refusal.of(e)));
      }
    }
    return plain(value);
  }

  /** A key or the value of a header. */
  String plain(byte[] value) {
    if (value == null) {
      return "none";
    }
    Optional<String> text = text(value);
    if (text.isPresent()) {
      return shown(text.get());
    }
    String more = value.length <= longest ? "" : "...";
    return "%d bytes: %s%s"
        .formatted(
            value.length,
            HexFormat.of().formatHex(Arrays.copyOf(value, Math.min(value.length, longest))),
            more);
  }

  private String shown(String text) {
    return text.length() <= longest
        ? text
        : "%s... (%d characters)".formatted(text.substring(0, longest), text.length());
  }

  private static Optional<String> text(byte[] value) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString())
          .filter(Printable::is);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private String decoded(byte[] value, int id) throws IOException, RestClientException {
    if (!(registry.getSchemaById(id).rawSchema() instanceof Schema schema)) {
      throw new IOException("the registry says that it is not Avro");
    }
    Object event =
        new GenericDatumReader<>(schema)
            .read(
                null,
                DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, null));
    return String.valueOf(event);
  }

  @Override
  public void close() throws IOException {
    registry.close();
  }
}
