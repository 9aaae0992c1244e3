/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Dockerfile as its instructions, continued lines joined and comments left out. */
record Dockerfile(List<Instruction> instructions) {

  record Instruction(String keyword, String arguments) {}

  static Dockerfile read(Path file) throws IOException {
    List<Instruction> instructions = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.endsWith("\\")) {
        statement.append(line, 0, line.length() - 1);
        continue;
      }
      String[] words = statement.append(line).toString().split("\\s+", 2);
      instructions.add(new Instruction(words[0], words[1]));
      statement.setLength(0);
    }
    return new Dockerfile(List.copyOf(instructions));
  }

  /** The arguments of each such instruction, in order. */
  List<String> all(String keyword) {
    return instructions.stream()
        .filter(instruction -> instruction.keyword().equals(keyword))
        .map(Instruction::arguments)
        .toList();
  }

  /** The one that counts where a later instruction replaces an earlier one. */
  String last(String keyword) {
    List<String> arguments = all(keyword);
    return arguments.get(arguments.size() - 1);
  }
}
