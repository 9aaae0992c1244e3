/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import static io.reconstream.stream.event.AvroBytes.malformed;
import static io.reconstream.stream.event.AvroBytes.skip;
import static io.reconstream.stream.event.AvroBytes.varint;
import static io.reconstream.stream.event.AvroBytes.varintEnd;

import io.reconstream.model.feature.FeatureException;
import io.reconstream.stream.event.FeatureSlot.NumericSlot;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Reads the wanted fields out of Avro's binary encoding: a list of instructions, compiled by {@link
 * AvroCompiler} for one writer schema, that skips, reads and widens in one pass and ends after the
 * last wanted field. Allocates nothing where the slots do not.
 *
 * <p>What is skipped is not validated beyond its length, and bytes after the last wanted field are
 * not looked at. Malformed bytes never lead to a read outside the array, to an allocation of a
 * length that they announce, or to more than {@value #DEEPEST} levels of recursion.
 *
 * <p>Used by one thread at a time, since its slots are.
 */
final class AvroProgram {
  private static final int DEEPEST = 500;

  /** The whole numbers that a double holds exactly. */
  private static final long EXACT = 1L << 53;

  /** The bits of a float's exponent, and the lowest of them. */
  private static final int EXPONENT = 0x7f80_0000;

  private static final int LOWEST_OF_EXPONENT = 0x0080_0000;

  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private final int schemaId;
  private final int[] code;
  private final int[] routines;
  private final Object[] constants;
  private final Slot[] slots;

  /** The slots that are numeric features, at their places among the slots. */
  private final NumericSlot[] numbers;

  /** For each name looked for in a map: the pass in which it was last seen. */
  private final long[] seenIn;

  /** Of one record, where they are read together. */
  private final float[] floats;

  private final byte[] name;
  private long pass;

  AvroProgram(int schemaId, AvroCode code, List<Slot> slots, int names, int longestName) {
    this.schemaId = schemaId;
    this.code = code.instructions();
    this.routines = code.routines();
    this.constants = code.constants().toArray();
    this.slots = slots.toArray(Slot[]::new);
    this.numbers =
        slots.stream()
            .map(slot -> slot instanceof NumericSlot number ? number : null)
            .toArray(NumericSlot[]::new);
    this.floats = new float[slots.size()];
    this.seenIn = new long[names];
    this.name = new byte[longestName + 1];
  }

  /**
   * Reads one record.
   *
   * @param in ends where the record ends
   * @param start the record's first byte
   */
  void run(byte[] in, int start, FloatBuffer row, int offset) throws UndecodableException {
    pass++;
    try {
      run(0, in, start, row, offset, 0);
    } catch (FeatureException e) {
      throw new UndecodableException(e);
    }
  }

  private int run(int address, byte[] in, int start, FloatBuffer row, int offset, int depth)
      throws UndecodableException, FeatureException {
    int[] code = this.code;
    int pc = address;
    int pos = start;
    int mark = start;
    if (depth > DEEPEST) {
      throw malformed("nested deeper than %d levels".formatted(DEEPEST), pos);
    }
    try {
      while (true) {
        switch (code[pc]) {
          case AvroCode.END -> {
            return pos;
          }
          case AvroCode.FIXED -> {
            int end = skip(in, pos, code[pc + 1]);
            int doubles = pc + 4;
            int floats = doubles + 2 * code[pc + 2];
            int next = floats + 2 * code[pc + 3];
            for (int i = doubles; i < floats; i += 2) {
              numbers[code[i + 1]].real(AvroBytes.doubleAt(in, pos + code[i]), row, offset);
            }
            for (int i = floats; i < next; i += 2) {
              numbers[code[i + 1]].real(AvroBytes.floatAt(in, pos + code[i]), row, offset);
            }
            pos = end;
            pc = next;
          }
          case AvroCode.FLOATS -> {
            int end = skip(in, pos, code[pc + 1]);
            floats(in, pos + code[pc + 2], code[pc + 3], code[pc + 4], row, offset);
            pos = end;
            pc += 5;
          }
          case AvroCode.SKIP_VARINTS -> {
            pos = AvroBytes.skipVarints(in, pos, code[pc + 1]);
            pc += 2;
          }
          case AvroCode.SKIP_STRINGS -> {
            for (int left = code[pc + 1]; left > 0; left--) {
              pos = AvroBytes.skipString(in, pos);
            }
            pc += 2;
          }
          case AvroCode.SKIP_OPTIONALS -> {
            pos = skipOptionals(pc, in, pos);
            pc += 5;
          }
          case AvroCode.SKIP_ITEMS -> {
            pos = skipBlocks(code[pc + 1], code[pc + 2], in, pos, depth);
            pc += 3;
          }
          case AvroCode.CALL -> {
            pos = run(routines[code[pc + 1]], in, pos, row, offset, depth + 1);
            pc += 2;
          }
          case AvroCode.JUMP -> pc = code[pc + 1];
          case AvroCode.UNION -> {
            int end = varintEnd(in, pos);
            long branch = varint(in, pos, end);
            if (branch < 0 || branch >= code[pc + 1]) {
              throw malformed("branch %d of a union of %d".formatted(branch, code[pc + 1]), pos);
            }
            pc = code[pc + 2 + (int) branch];
            pos = end;
          }
          case AvroCode.MARK -> {
            mark = pos;
            pc++;
          }
          case AvroCode.RESET -> {
            pos = mark;
            pc++;
          }
          case AvroCode.MISSING -> {
            slots[code[pc + 1]].missing(row, offset);
            pc += 2;
          }
          case AvroCode.ABSENT -> {
            slots[code[pc + 1]].absent(schemaId, row, offset);
            pc += 2;
          }
          case AvroCode.WRONG_TYPE ->
              throw slots[code[pc + 1]].wrongType((String) constants[code[pc + 2]]);
          case AvroCode.DEFAULT -> {
            byte[] bytes = (byte[]) constants[code[pc + 1]];
            run(routines[code[pc + 2]], bytes, 0, row, offset, depth + 1);
            pc += 3;
          }
          case AvroCode.DOUBLE -> {
            slots[code[pc + 1]].value(AvroBytes.doubleAt(in, pos), row, offset);
            pos += Double.BYTES;
            pc += 2;
          }
          case AvroCode.FLOAT -> {
            slots[code[pc + 1]].value(AvroBytes.floatAt(in, pos), row, offset);
            pos += Float.BYTES;
            pc += 2;
          }
          case AvroCode.OPTIONAL_NUMBER -> {
            pos = optionalNumber(pc, in, pos, row, offset);
            pc += 5;
          }
          case AvroCode.INT -> {
            int end = varintEnd(in, pos);
            whole(slots[code[pc + 1]], AvroBytes.varint32(in, pos, end), row, offset);
            pos = end;
            pc += 2;
          }
          case AvroCode.LONG -> {
            int end = varintEnd(in, pos);
            whole(slots[code[pc + 1]], varint(in, pos, end), row, offset);
            pos = end;
            pc += 2;
          }
          case AvroCode.BOOLEAN -> {
            slots[code[pc + 1]].truth(in[pos] == 1, row, offset);
            pos++;
            pc += 2;
          }
          case AvroCode.TEXT -> {
            int from = varintEnd(in, pos);
            int to = skip(in, from, varint(in, pos, from));
            slots[code[pc + 1]].text(in, from, to, row, offset);
            pos = to;
            pc += 2;
          }
          case AvroCode.ENUM -> {
            byte[][] symbols = (byte[][]) constants[code[pc + 2]];
            int end = varintEnd(in, pos);
            byte[] symbol = symbols[symbol(in, pos, end, symbols.length)];
            slots[code[pc + 1]].text(symbol, 0, symbol.length, row, offset);
            pos = end;
            pc += 3;
          }
          case AvroCode.ENUM_LEVEL -> {
            int[] levels = (int[]) constants[code[pc + 2]];
            int end = varintEnd(in, pos);
            int symbol = symbol(in, pos, end, levels.length);
            ((FeatureSlot.CategorySlot) slots[code[pc + 1]]).put(levels[symbol], row, offset);
            pos = end;
            pc += 3;
          }
          case AvroCode.INSTANT -> {
            int end = varintEnd(in, pos);
            long millis = Math.floorDiv(varint(in, pos, end) * code[pc + 2], code[pc + 3]);
            slots[code[pc + 1]].instant(millis, row, offset);
            pos = end;
            pc += 4;
          }
          case AvroCode.DECIMAL -> {
            pos = decimal(pc, in, pos, row, offset);
            pc += 5;
          }
          case AvroCode.ARRAY -> {
            pos = array(pc, in, pos, row, offset, depth);
            pc += 5 + 3 * code[pc + 4];
          }
          case AvroCode.MAP -> {
            pos = map(pc, in, pos, row, offset, depth);
            pc += 5 + 2 * code[pc + 4];
          }
          default -> throw new IllegalStateException("no instruction " + code[pc] + " at " + pc);
        }
      }
    } catch (IndexOutOfBoundsException e) {
      throw malformed("the event ends within a value, after %d bytes".formatted(in.length), pos);
    }
  }

  /** Copies what is finite as it is; a float that is not is left to its feature. */
  private void floats(byte[] in, int from, int count, int firstSlot, FloatBuffer row, int offset)
      throws FeatureException {
    float[] copy = floats;
    int special = 0;
    for (int i = 0; i < count; i++) {
      float value = AvroBytes.floatAt(in, from + i * Float.BYTES);
      copy[i] = value;
      // the sign bit of the sum is set where all bits of the exponent are
      special |= (Float.floatToRawIntBits(value) & EXPONENT) + LOWEST_OF_EXPONENT;
    }
    if (special < 0) {
      for (int i = 0; i < count; i++) {
        numbers[firstSlot + i].real(copy[i], row, offset);
      }
    } else {
      row.put(offset + numbers[firstSlot].column, copy, 0, count);
    }
  }

  private static void whole(Slot slot, long value, FloatBuffer row, int offset)
      throws UndecodableException, FeatureException {
    if (slot instanceof NumericSlot numeric) { // by far the most: a direct call
      numeric.real((double) value, row, offset);
    } else {
      slot.whole(value, row, offset);
    }
  }

  private static int symbol(byte[] in, int pos, int end, int symbols) throws UndecodableException {
    long symbol = varint(in, pos, end);
    if (symbol < 0 || symbol >= symbols) {
      throw malformed("symbol %d of an enum of %d".formatted(symbol, symbols), pos);
    }
    return (int) symbol;
  }

  private int optionalNumber(int pc, byte[] in, int pos, FloatBuffer row, int offset)
      throws UndecodableException, FeatureException {
    NumericSlot number = numbers[code[pc + 1]];
    int bytes = code[pc + 2];
    int value = optional(in, pos, code[pc + 3], code[pc + 4]);
    if (value < 0) {
      number.missing(row, offset);
      return ~value;
    }
    number.real(
        bytes == Double.BYTES ? AvroBytes.doubleAt(in, value) : AvroBytes.floatAt(in, value),
        row,
        offset);
    return value + bytes;
  }

  private int skipOptionals(int pc, byte[] in, int start) throws UndecodableException {
    int bytes = code[pc + 2];
    int absent = code[pc + 3];
    int present = code[pc + 4];
    int pos = start;
    for (int left = code[pc + 1]; left > 0; left--) {
      int value = optional(in, pos, absent, present);
      if (value < 0) {
        pos = ~value;
        continue;
      }
      pos =
          switch (bytes) {
            case AvroCode.VARINT -> varintEnd(in, value);
            case AvroCode.STRING -> AvroBytes.skipString(in, value);
            default -> skip(in, value, bytes);
          };
    }
    return pos;
  }

  /** Where the value of a union with null begins, or the complement of where null ends. */
  private static int optional(byte[] in, int pos, int absent, int present)
      throws UndecodableException {
    int branch = in[pos];
    if (branch == present) {
      return pos + 1;
    } else if (branch == absent) {
      return ~(pos + 1);
    }
    int end = varintEnd(in, pos); // wrong, or needlessly long, which is allowed
    long index = varint(in, pos, end);
    if (index << 1 == present) {
      return end;
    } else if (index << 1 == absent) {
      return ~end;
    }
    throw malformed("branch %d of a union of 2".formatted(index), pos);
  }

  private int decimal(int pc, byte[] in, int pos, FloatBuffer row, int offset)
      throws UndecodableException, FeatureException {
    int from = pos;
    long size = code[pc + 2];
    if (size < 0) {
      from = varintEnd(in, pos);
      size = varint(in, pos, from);
    }
    int to = skip(in, from, size);
    int first = from;
    while (first < to - 1 && in[first] == in[first + 1] >> (Byte.SIZE - 1)) {
      first++; // only repeats the sign
    }
    if (size == 0 || to - first > code[pc + 4]) {
      throw malformed(
          "a decimal of %d bytes, expected 1 to %d".formatted(to - first, code[pc + 4]), pos);
    }
    Slot slot = slots[code[pc + 1]];
    int scale = code[pc + 3];
    if (to - first <= Long.BYTES && slot instanceof NumericSlot && scale < POWERS_OF_TEN.length) {
      long unscaled = in[first];
      for (int i = first + 1; i < to; i++) {
        unscaled = (unscaled << Byte.SIZE) | (in[i] & 0xff);
      }
      if (Math.abs(unscaled) <= EXACT && unscaled != Long.MIN_VALUE) {
        // both sides are exact, so the division rounds once, as BigDecimal.doubleValue does
        slot.real(unscaled / POWERS_OF_TEN[scale], row, offset);
        return to;
      }
    }
    slot.value(new BigDecimal(new BigInteger(in, first, to - first), scale), row, offset);
    return to;
  }

  private int array(int pc, byte[] in, int start, FloatBuffer row, int offset, int depth)
      throws UndecodableException, FeatureException {
    int itemBytes = code[pc + 1];
    int skipItem = code[pc + 2];
    int next = pc + 5;
    int end = next + 3 * code[pc + 4];
    boolean more = code[pc + 3] != 0;
    long index = 0;
    int pos = start;
    while (true) {
      int body = varintEnd(in, pos);
      long count = varint(in, pos, body);
      if (count == 0) {
        pos = body;
        break;
      }
      int blockEnd = -1;
      if (count < 0) {
        count = positive(count, pos);
        blockEnd = blockEnd(in, body);
        body = varintEnd(in, body);
      }
      pos = body;
      while (count > 0) {
        if (next == end) {
          if (!more) {
            return pos;
          }
          pos = blockEnd >= 0 ? blockEnd : skipItems(count, itemBytes, skipItem, in, pos, depth);
          count = 0;
        } else if (code[next] > index) {
          long gap = Math.min(count, code[next] - index);
          pos = skipItems(gap, itemBytes, skipItem, in, pos, depth);
          index += gap;
          count -= gap;
        } else {
          pos = run(routines[code[next + 1]], in, pos, row, offset, depth + 1);
          index++;
          count--;
          next += 3;
        }
      }
      checkBlock(blockEnd, pos);
    }
    for (; next < end; next += 3) {
      run(routines[code[next + 2]], in, pos, row, offset, depth + 1);
    }
    return pos;
  }

  private int map(int pc, byte[] in, int start, FloatBuffer row, int offset, int depth)
      throws UndecodableException, FeatureException {
    Utf8Table names = (Utf8Table) constants[code[pc + 2]];
    int marks = code[pc + 3];
    int entries = pc + 5;
    int missing = code[pc + 4];
    int pos = start;
    while (true) {
      int body = varintEnd(in, pos);
      long count = varint(in, pos, body);
      if (count == 0) {
        pos = body;
        break;
      }
      int blockEnd = -1;
      if (count < 0) {
        count = positive(count, pos);
        blockEnd = blockEnd(in, body);
        body = varintEnd(in, body);
      }
      pos = body;
      for (; count > 0; count--) {
        int from = varintEnd(in, pos);
        int to = skip(in, from, varint(in, pos, from));
        int found = find(names, in, from, to);
        if (found < 0) {
          pos = run(routines[code[pc + 1]], in, to, row, offset, depth + 1);
          continue;
        }
        if (seenIn[marks + found] == pass) {
          throw malformed("a map has the same key twice", pos);
        }
        seenIn[marks + found] = pass;
        missing--;
        pos = run(routines[code[entries + 2 * found]], in, to, row, offset, depth + 1);
      }
      checkBlock(blockEnd, pos);
    }
    if (missing > 0) {
      for (int i = 0; i < code[pc + 4]; i++) {
        if (seenIn[marks + i] != pass) {
          run(routines[code[entries + 2 * i + 1]], in, pos, row, offset, depth + 1);
        }
      }
    }
    return pos;
  }

  /** Looks a key up by its Avro name, as {@link io.reconstream.model.feature.FieldPath} matches. */
  private int find(Utf8Table names, byte[] in, int from, int to) {
    int length = 0;
    if (from == to || isDigit(in[from])) {
      name[length++] = '_';
    }
    for (int i = from; i < to; i++) {
      byte b = in[i];
      if ((b & 0xc0) == 0x80) {
        continue; // not the first byte of a character
      }
      if (length == names.longest()) {
        return -1;
      }
      name[length++] = isDigit(b) || isLetter(b) ? b : (byte) '_';
    }
    return names.find(name, 0, length);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  private int skipBlocks(int itemBytes, int skipItem, byte[] in, int start, int depth)
      throws UndecodableException, FeatureException {
    int pos = start;
    while (true) {
      int body = varintEnd(in, pos);
      long count = varint(in, pos, body);
      if (count == 0) {
        return body;
      }
      pos = count < 0 ? blockEnd(in, body) : skipItems(count, itemBytes, skipItem, in, body, depth);
    }
  }

  private int skipItems(long count, int itemBytes, int skipItem, byte[] in, int start, int depth)
      throws UndecodableException, FeatureException {
    if (itemBytes >= 0) {
      if (itemBytes > 0 && count > (in.length - start) / itemBytes) {
        throw malformed(
            "%d items of %d bytes are announced, %d bytes are left"
                .formatted(count, itemBytes, in.length - start),
            start);
      }
      return start + (int) (count * itemBytes);
    }
    int pos = start;
    for (long left = count; left > 0; left--) {
      pos = run(routines[skipItem], in, pos, null, 0, depth + 1);
    }
    return pos;
  }

  /** Where the block ends whose size in bytes is at {@code pos}. */
  private static int blockEnd(byte[] in, int pos) throws UndecodableException {
    int body = varintEnd(in, pos);
    return skip(in, body, varint(in, pos, body));
  }

  private static long positive(long count, int pos) throws UndecodableException {
    if (count == Long.MIN_VALUE) {
      throw malformed("a block of %d items".formatted(count), pos);
    }
    return -count;
  }

  private static void checkBlock(int blockEnd, int pos) throws UndecodableException {
    if (blockEnd >= 0 && blockEnd != pos) {
      throw malformed("a block ends at byte %d, its size says %d".formatted(pos, blockEnd), pos);
    }
  }
}
