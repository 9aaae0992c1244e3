/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.source.EventReader.UnreadableEventException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The events of a topic's range, partition after partition, each in order. They are read from the
 * broker once, into temporary files: training reads records several times, and a topic may forget
 * some meanwhile.
 *
 * <p>Beside the events' own fields there are {@value #KEY}, the record's key as text, and {@value
 * #TIMESTAMP}, its timestamp. They are no features unless somebody names them.
 */
public final class TopicRecords implements Records {
  /** The field of a record's key: UTF-8, in hexadecimal digits if it is not. */
  public static final String KEY = "_key";

  /** The field of a record's timestamp. */
  public static final String TIMESTAMP = "_timestamp";

  private static final FieldPath KEY_FIELD = FieldPath.parse(KEY);
  private static final FieldPath TIMESTAMP_FIELD = FieldPath.parse(TIMESTAMP);
  private static final int BUFFER = 1 << 16;
  private static final int STEP = 1000;

  private final TopicRange range;
  private final EventReader reader;
  private final List<Part> parts = new ArrayList<>();
  private long unreadable;
  private String firstUnreadable = "";

  /** One partition's events in a file. */
  private record Part(int partition, Path file, long count) {}

  private TopicRecords(TopicRange range, EventReader reader) {
    this.range = range;
    this.reader = reader;
  }

  /**
   * Reads the range. An event that cannot be read is left out, with a note that counts them: the
   * stream sends it to the dead letters.
   *
   * @param folder where the temporary files go
   * @throws InvalidInputException if broker or registry do not answer, there is no such topic, or
   *     none of its events in the range can be read
   */
  public static TopicRecords open(TopicRange range, Path folder, Progress progress) {
    progress.stage("read topic");
    TopicRecords records =
        new TopicRecords(
            range,
            switch (range.format()) {
              case AVRO -> new AvroEvents(range.registryUrl(), range.registry());
              case JSON -> new JsonEvents();
            });
    try (records.reader;
        TopicConsumer consumer = TopicConsumer.open(range)) {
      long total = consumer.total();
      long done = 0;
      for (int partition : consumer.partitions()) {
        done += records.read(consumer, partition, folder, done, total, progress);
      }
      records.judge(progress);
      return records;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the events do not fit into '%s': %s".formatted(folder, e.getMessage()), e);
    }
  }

  private long read(
      TopicConsumer consumer, int partition, Path folder, long done, long total, Progress progress)
      throws IOException {
    Path file = folder.resolve("partition-" + partition);
    long[] counts = {0, 0};
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER))) {
      consumer.read(
          partition,
          record -> {
            if (++counts[0] % STEP == 0) {
              progress.step(done + counts[0], total, "events");
            }
            if (isReadable(record)) {
              write(record, out);
              counts[1]++;
            }
          });
    }
    parts.add(new Part(partition, file, counts[1]));
    return counts[0];
  }

  private boolean isReadable(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.value() == null) {
        throw new UnreadableEventException("is a tombstone: it has no value", null);
      }
      reader.read(record.value());
      return true;
    } catch (UnreadableEventException e) {
      if (unreadable++ == 0) {
        firstUnreadable =
            "%s, partition %d, offset %d: the event %s"
                .formatted(range.topic(), record.partition(), record.offset(), e.getMessage());
      }
      return false;
    }
  }

  private void judge(Progress progress) {
    if (parts.stream().allMatch(part -> part.count() == 0)) {
      throw new InvalidInputException(
          unreadable == 0
              ? "%s has no records".formatted(range)
              : "none of the %,d events of %s can be read as %s, the first: %s"
                  .formatted(unreadable, range, range.format(), firstUnreadable));
    }
    if (unreadable > 0) {
      progress.note(
          "%,d events cannot be read and are left out, the first: %s"
              .formatted(unreadable, firstUnreadable));
    }
  }

  private static void write(ConsumerRecord<byte[], byte[]> record, DataOutputStream out)
      throws IOException {
    out.writeLong(record.offset());
    out.writeLong(record.timestamp());
    out.writeInt(record.key() == null ? -1 : record.key().length);
    if (record.key() != null) {
      out.write(record.key());
    }
    out.writeInt(record.value().length);
    out.write(record.value());
  }

  /** Events that are left out as they cannot be read. */
  public long unreadable() {
    return unreadable;
  }

  @Override
  public List<String> origins() {
    return parts.stream()
        .map(part -> "%s, partition %d".formatted(range, part.partition()))
        .toList();
  }

  @Override
  public List<FieldPath> fields() {
    return reader.fields();
  }

  @Override
  public boolean has(FieldPath field) {
    return field.equals(KEY_FIELD) || field.equals(TIMESTAMP_FIELD) || reader.has(field);
  }

  @Override
  public Cursor open(List<FieldPath> fields) {
    return new PartsCursor(List.copyOf(fields));
  }

  private final class PartsCursor implements Cursor {
    private final List<FieldPath> fields;
    private int origin = -1;
    private DataInputStream in;
    private long left;
    private long offset;
    private long timestamp;
    private byte[] key;
    private Object event;

    PartsCursor(List<FieldPath> fields) {
      this.fields = fields;
    }

    @Override
    public boolean next() {
      try {
        while (left == 0) {
          if (origin == parts.size() - 1) {
            return false;
          }
          close();
          origin++;
          left = parts.get(origin).count();
          in =
              new DataInputStream(
                  new BufferedInputStream(Files.newInputStream(parts.get(origin).file()), BUFFER));
        }
        left--;
        offset = in.readLong();
        timestamp = in.readLong();
        int keyLength = in.readInt();
        key = keyLength < 0 ? null : in.readNBytes(keyLength);
        event = reader.read(in.readNBytes(in.readInt()));
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException(
            "the temporary file of %s cannot be read".formatted(range), e);
      } catch (UnreadableEventException e) {
        throw new IllegalStateException(position() + " was readable before", e);
      }
    }

    @Override
    public Object get(int index) {
      FieldPath field = fields.get(index);
      if (field.equals(KEY_FIELD)) {
        return key == null ? null : text(key);
      }
      if (field.equals(TIMESTAMP_FIELD)) {
        return Instant.ofEpochMilli(timestamp);
      }
      try {
        return reader.get(event, field);
      } catch (InvalidInputException e) {
        throw new InvalidInputException("%s: %s".formatted(position(), e.getMessage()), e);
      }
    }

    private static String text(byte[] key) {
      try {
        return UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
      } catch (CharacterCodingException e) {
        return HexFormat.of().formatHex(key);
      }
    }

    @Override
    public boolean untyped() {
      return false;
    }

    @Override
    public int origin() {
      return origin;
    }

    @Override
    public String position() {
      return "%s, partition %d, offset %d"
          .formatted(range.topic(), parts.get(origin).partition(), offset);
    }

    @Override
    public void close() {
      try {
        if (in != null) {
          in.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
