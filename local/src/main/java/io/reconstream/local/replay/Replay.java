/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.replay;

import io.reconstream.local.feed.EventProducer;
import io.reconstream.local.feed.Pace;
import io.reconstream.local.feed.Sent;
import io.reconstream.local.feed.Target;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.source.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Sends the records of files to a topic, in their order.
 *
 * @param records what to send
 * @param options how
 */
public record Replay(Records records, Options options) {

  /**
   * How records become events.
   *
   * @param schema of the events; empty to infer it
   * @param name of the inferred schema
   * @param keyColumn whose text is the event key; empty for events without a key
   * @param timeColumn that an inferred schema makes a timestamp
   * @param where column to text: only records that have all of these are sent
   * @param rate events per second, 0 for as fast as possible
   * @param limit events at most, 0 for all
   */
  public record Options(
      Optional<Schema> schema,
      String name,
      Optional<String> keyColumn,
      Optional<String> timeColumn,
      Map<String, String> where,
      double rate,
      long limit) {}

  /**
   * Sends everything.
   *
   * @throws InvalidInputException if a record cannot be read or does not fit the schema
   * @throws io.reconstream.local.feed.FeedException if broker or registry fail
   */
  public Sent run(Target target, Progress progress) {
    options.keyColumn().ifPresent(this::requireColumn);
    options.timeColumn().ifPresent(this::requireColumn);
    options.where().keySet().forEach(this::requireColumn);
    progress.stage("reading " + String.join(", ", records.origins()));
    Schema schema =
        options
            .schema()
            .orElseGet(
                () ->
                    new SchemaInference(records, options.timeColumn(), progress::note)
                        .infer(options.name()));
    RowConverter converter = new RowConverter(records, schema);
    List<FieldPath> columns = new ArrayList<>(converter.columns());
    int conditions = columns.size();
    List<String> wanted = new ArrayList<>();
    options
        .where()
        .forEach(
            (column, text) -> {
              columns.add(path(column));
              wanted.add(text);
            });
    options.keyColumn().map(Replay::path).ifPresent(columns::add);

    progress.stage("sending to topic " + target.topic());
    try (EventProducer producer = EventProducer.open(target, schema);
        Records.Cursor cursor = records.open(columns)) {
      Pace pace = new Pace(options.rate());
      long start = System.nanoTime();
      long sent = 0;
      while ((options.limit() == 0 || sent < options.limit()) && cursor.next()) {
        if (!matches(cursor, conditions, wanted)) {
          continue;
        }
        pace.await();
        producer.send(key(cursor, columns.size() - 1), converter.convert(cursor));
        sent++;
        progress.step(sent, options.limit(), "");
      }
      producer.flush();
      return new Sent(producer.acknowledged(), System.nanoTime() - start);
    }
  }

  private static boolean matches(Records.Cursor cursor, int from, List<String> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!wanted.get(i).equals(Objects.toString(cursor.get(from + i), ""))) {
        return false;
      }
    }
    return true;
  }

  private String key(Records.Cursor cursor, int index) {
    if (options.keyColumn().isEmpty()) {
      return null;
    }
    Object key = cursor.get(index);
    return key == null ? null : key.toString();
  }

  private void requireColumn(String column) {
    if (!records.has(path(column))) {
      throw new InvalidInputException(
          "there is no column '%s', the columns are %s"
              .formatted(
                  column,
                  String.join(", ", records.fields().stream().map(FieldPath::toString).toList())));
    }
  }

  private static FieldPath path(String column) {
    return FieldPath.parse(FieldPath.avroName(column));
  }
}
