/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.avro.Schema;

/** Assembles an {@link AvroProgram}; merges neighbours that one step can do together. */
final class AvroCode {

  /** Each with its operands. A slot is an index into the program's slots. */
  static final int END = 0;

  /**
   * bytes, number of doubles, number of floats; for each double, then for each float, its place
   * among the bytes and its slot: a stretch of fields of fixed size, read and skipped as one
   */
  static final int FIXED = 1;

  /**
   * bytes, the place of the first float among them, number of floats, slot of the first: the same
   * where floats that lie side by side go to columns that do
   */
  static final int FLOATS = 28;

  /** count */
  static final int SKIP_VARINTS = 2;

  /** count: of texts or byte strings */
  static final int SKIP_STRINGS = 3;

  /**
   * count, bytes of a value or one of the two below, the byte that says null, the one that does not
   */
  static final int SKIP_OPTIONALS = 4;

  /** In place of a number of bytes: a variable-length number. */
  static final int VARINT = -1;

  /** In place of a number of bytes: a text or byte string. */
  static final int STRING = -2;

  /** bytes of an item or -1, routine that skips one */
  static final int SKIP_ITEMS = 5;

  /** routine */
  static final int CALL = 6;

  /** address */
  static final int JUMP = 7;

  /** number of branches, the address of each */
  static final int UNION = 8;

  /** Remembers the position, so that the same value can be read for another slot. */
  static final int MARK = 9;

  static final int RESET = 10;

  /** slot */
  static final int MISSING = 11;

  /** slot */
  static final int ABSENT = 12;

  /** slot, constant: the name of what is there */
  static final int WRONG_TYPE = 13;

  /** constant: the bytes of a default, routine that reads them */
  static final int DEFAULT = 14;

  /** slot */
  static final int DOUBLE = 15;

  /** slot */
  static final int FLOAT = 16;

  /** slot, bytes of the number, the byte that says null, the one that does not */
  static final int OPTIONAL_NUMBER = 17;

  /** slot */
  static final int INT = 18;

  /** slot */
  static final int LONG = 19;

  /** slot */
  static final int BOOLEAN = 20;

  /** slot */
  static final int TEXT = 21;

  /** slot, constant: the symbols' bytes */
  static final int ENUM = 22;

  /** slot, constant: the column's value by symbol */
  static final int ENUM_LEVEL = 23;

  /** slot, multiplier and divisor to milliseconds */
  static final int INSTANT = 24;

  /** slot, bytes or -1 for a byte string, scale, most bytes that the precision allows */
  static final int DECIMAL = 25;

  /**
   * bytes of an item or -1, routine that skips one, whether what follows is needed, number of
   * elements; for each its index, routine that reads it, routine for its absence
   */
  static final int ARRAY = 26;

  /**
   * routine that skips a value, constant: the names, first place of the names in the program's
   * marks, number of names; for each the routine that reads it, routine for its absence
   */
  static final int MAP = 27;

  private int[] code = new int[64];
  private int size;
  private int last = -1;

  private final List<Integer> routines = new ArrayList<>();
  private final Deque<Runnable> pending = new ArrayDeque<>();
  private final List<Object> constants = new ArrayList<>();

  /** The stretch of fixed size that is not written yet. */
  private long fixedBytes;

  private final List<Integer> doubles = new ArrayList<>();
  private final List<Integer> floats = new ArrayList<>();

  /** Fewer floats are read as quickly one by one. */
  private static final int FEWEST_FLOATS = 8;

  private final IntUnaryOperator columns;

  /**
   * @param columns the column of a slot that is a numeric feature, negative for others
   */
  AvroCode(IntUnaryOperator columns) {
    this.columns = columns;
  }

  /** Ends the main routine and writes those that were asked for, and that these ask for. */
  void finish() {
    add(END);
    while (!pending.isEmpty()) {
      pending.remove().run();
      add(END);
    }
  }

  /** How a small branch of a union is written: zigzag, one byte. */
  static int branchByte(int branch) {
    return branch << 1;
  }

  int[] instructions() {
    return Arrays.copyOf(code, size);
  }

  /** The address of each routine. */
  int[] routines() {
    return routines.stream().mapToInt(Integer::intValue).toArray();
  }

  List<Object> constants() {
    return constants;
  }

  int constant(Object constant) {
    constants.add(constant);
    return constants.size() - 1;
  }

  /** A routine, written by {@code body} after what is being written now. */
  int routine(Runnable body) {
    int id = routines.size();
    routines.add(-1);
    pending.add(
        () -> {
          routines.set(id, label());
          body.run();
        });
    return id;
  }

  /** A union: {@code branch} writes what to do for each of its types. */
  void union(List<Schema> types, Consumer<Schema> branch) {
    add(UNION, types.size());
    int[] addresses = types.stream().mapToInt(type -> reserve()).toArray();
    List<Integer> jumps = new ArrayList<>();
    for (int i = 0; i < addresses.length; i++) {
      code[addresses[i]] = label();
      branch.accept(types.get(i));
      if (i < addresses.length - 1) {
        add(JUMP);
        jumps.add(reserve());
      }
    }
    int join = label();
    jumps.forEach(jump -> code[jump] = join);
  }

  /** The next instruction's address, which may be jumped to: nothing merges across it. */
  private int label() {
    endFixed();
    last = -1;
    return size;
  }

  void add(int opcode, int... operands) {
    endFixed();
    last = size;
    append(opcode);
    for (int operand : operands) {
      append(operand);
    }
  }

  void skip(long bytes) {
    fixedBytes = Math.min(Integer.MAX_VALUE, fixedBytes + bytes);
  }

  void readDouble(int slot) {
    doubles.add((int) fixedBytes);
    doubles.add(slot);
    skip(Double.BYTES);
  }

  void readFloat(int slot) {
    floats.add((int) fixedBytes);
    floats.add(slot);
    skip(Float.BYTES);
  }

  private void endFixed() {
    if (fixedBytes == 0) {
      return;
    }
    last = size;
    if (isRunOfFloats()) {
      append(FLOATS);
      append((int) fixedBytes);
      append(floats.get(0));
      append(floats.size() / 2);
      append(floats.get(1));
    } else {
      append(FIXED);
      append((int) fixedBytes);
      append(doubles.size() / 2);
      append(floats.size() / 2);
      doubles.forEach(this::append);
      floats.forEach(this::append);
    }
    fixedBytes = 0;
    doubles.clear();
    floats.clear();
  }

  private boolean isRunOfFloats() {
    int count = floats.size() / 2;
    if (!doubles.isEmpty() || count < FEWEST_FLOATS || columns.applyAsInt(floats.get(1)) < 0) {
      return false;
    }
    int column = columns.applyAsInt(floats.get(1));
    return IntStream.range(1, count)
        .allMatch(
            i ->
                floats.get(2 * i) == floats.get(0) + i * Float.BYTES
                    && floats.get(2 * i + 1) == floats.get(1) + i
                    && columns.applyAsInt(floats.get(2 * i + 1)) == column + i);
  }

  /** Adds an instruction whose first operand counts how often it is done. */
  void repeat(int opcode, int... same) {
    endFixed();
    if (last >= 0
        && code[last] == opcode
        && Arrays.equals(code, last + 2, size, same, 0, same.length)) {
      code[last + 1]++;
    } else {
      add(opcode, 1);
      for (int operand : same) {
        append(operand);
      }
    }
  }

  /** Makes room for an operand that is not known yet; returns its address. */
  private int reserve() {
    append(0);
    return size - 1;
  }

  private void append(int value) {
    if (size == code.length) {
      code = Arrays.copyOf(code, size * 2);
    }
    code[size++] = value;
  }
}
