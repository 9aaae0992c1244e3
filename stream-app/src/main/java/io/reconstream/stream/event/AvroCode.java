/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import java.util.Arrays;

/** Assembles an {@link AvroProgram}; merges neighbours that one step can do together. */
final class AvroCode {

  /** Each with its operands. A slot is an index into the program's slots. */
  static final int END = 0;

  /** bytes */
  static final int SKIP = 1;

  /** count */
  static final int SKIP_VARINTS = 2;

  /** count: of texts or byte strings */
  static final int SKIP_STRINGS = 3;

  /** count, bytes, the first byte that says null, the one that does not */
  static final int SKIP_OPTIONALS = 4;

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

  /** slot, constant */
  static final int CONSTANT = 14;

  /** count, first slot: numeric features in neighbouring columns */
  static final int DOUBLES = 15;

  /** count, first slot: numeric features in neighbouring columns */
  static final int FLOATS = 16;

  /** slot */
  static final int DOUBLE = 17;

  /** slot */
  static final int FLOAT = 18;

  /** slot */
  static final int INT = 19;

  /** slot */
  static final int LONG = 20;

  /** slot */
  static final int BOOLEAN = 21;

  /** slot */
  static final int TEXT = 22;

  /** slot, constant: the symbols' bytes */
  static final int ENUM = 23;

  /** slot, constant: the column's value by symbol */
  static final int ENUM_LEVEL = 24;

  /** slot, multiplier and divisor to milliseconds */
  static final int INSTANT = 25;

  /** slot, bytes or -1 for a byte string, scale, most bytes that the precision allows */
  static final int DECIMAL = 26;

  /**
   * bytes of an item or -1, routine that skips one, whether what follows is needed, number of
   * elements; for each its index, routine that reads it, routine for its absence
   */
  static final int ARRAY = 27;

  /**
   * routine that skips a value, constant: the names, first place of the names in the program's
   * marks, number of names; for each the routine that reads it, routine for its absence
   */
  static final int MAP = 28;

  private int[] code = new int[64];
  private int size;
  private int last = -1;

  int[] toArray() {
    return Arrays.copyOf(code, size);
  }

  /** The next instruction's address, which may be jumped to: nothing merges across it. */
  int label() {
    last = -1;
    return size;
  }

  void add(int opcode, int... operands) {
    last = size;
    append(opcode);
    for (int operand : operands) {
      append(operand);
    }
  }

  void skip(long bytes) {
    if (bytes == 0) {
      return;
    }
    if (last >= 0 && code[last] == SKIP) {
      code[last + 1] = (int) Math.min(Integer.MAX_VALUE, bytes + code[last + 1]);
    } else {
      add(SKIP, (int) Math.min(Integer.MAX_VALUE, bytes));
    }
  }

  /** Adds an instruction whose first operand counts how often it is done. */
  void repeat(int opcode, int... same) {
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

  /** Adds DOUBLES or FLOATS, or lengthens the last one. */
  void numbers(int opcode, int slot, boolean besideLast) {
    if (besideLast
        && last >= 0
        && code[last] == opcode
        && code[last + 2] + code[last + 1] == slot) {
      code[last + 1]++;
    } else {
      add(opcode, 1, slot);
    }
  }

  /** Makes room for an operand that is not known yet; returns its address. */
  int reserve() {
    append(0);
    return size - 1;
  }

  void set(int address, int operand) {
    code[address] = operand;
  }

  private void append(int value) {
    if (size == code.length) {
      code = Arrays.copyOf(code, size * 2);
    }
    code[size++] = value;
  }
}
