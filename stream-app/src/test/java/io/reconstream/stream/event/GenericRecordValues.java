/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.FieldValues;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.IndexedRecord;

/** The values of a record that Avro itself has read: what the compiled programs must agree with. */
record GenericRecordValues(Object root) implements FieldValues {

  /** Reads logical types as Avro's own conversions do. */
  static GenericData model() {
    GenericData model = new GenericData();
    List.of(
            new Conversions.DecimalConversion(),
            new TimeConversions.DateConversion(),
            new TimeConversions.TimeMillisConversion(),
            new TimeConversions.TimeMicrosConversion(),
            new TimeConversions.TimestampMillisConversion(),
            new TimeConversions.TimestampMicrosConversion(),
            new TimeConversions.TimestampNanosConversion(),
            new TimeConversions.LocalTimestampMillisConversion(),
            new TimeConversions.LocalTimestampMicrosConversion(),
            new TimeConversions.LocalTimestampNanosConversion())
        .forEach(model::addLogicalTypeConversion);
    return model;
  }

  @Override
  public Object get(FieldPath path) {
    Object value = root;
    for (FieldPath.Step step : path.steps()) {
      value = step(value, step);
      if (value == null) {
        return null;
      }
    }
    return leaf(value);
  }

  private static Object step(Object value, FieldPath.Step step) {
    if (value instanceof IndexedRecord record && step instanceof FieldPath.Field field) {
      var found = record.getSchema().getField(field.name());
      return found == null ? null : record.get(found.pos());
    } else if (value instanceof Map<?, ?> map && step instanceof FieldPath.Field field) {
      return map.entrySet().stream()
          .filter(entry -> FieldPath.avroName(entry.getKey().toString()).equals(field.name()))
          .findFirst()
          .map(Map.Entry::getValue)
          .orElse(null);
    } else if (value instanceof List<?> list && step instanceof FieldPath.Index index) {
      return index.position() < list.size() ? list.get(index.position()) : null;
    }
    return new Unreadable();
  }

  private static Object leaf(Object value) {
    if (value instanceof CharSequence || value instanceof GenericEnumSymbol<?>) {
      return value.toString();
    } else if (value instanceof LocalDate date) {
      return date.atStartOfDay().toInstant(ZoneOffset.UTC);
    } else if (value instanceof LocalTime time) {
      return Instant.EPOCH.plusNanos(time.toNanoOfDay());
    } else if (value instanceof LocalDateTime moment) {
      return moment.toInstant(ZoneOffset.UTC);
    } else if (value instanceof Number || value instanceof Boolean || value instanceof Instant) {
      return value;
    }
    return new Unreadable();
  }

  /** What no feature takes: a record, an array, a map, bytes, or a step into something else. */
  private record Unreadable() {}
}
