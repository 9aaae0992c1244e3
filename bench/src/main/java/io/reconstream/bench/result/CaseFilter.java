/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.result;

import io.reconstream.trainer.config.InvalidInputException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Which of a benchmark's cases are measured.
 *
 * @param texts a case is if its name contains one of these
 */
public record CaseFilter(List<String> texts) {
  public CaseFilter {
    texts = List.copyOf(texts);
  }

  /**
   * The cases chosen and those that they are compared with, in the order of all.
   *
   * @throws InvalidInputException if a text is in no case's name
   */
  public <C> List<C> choose(List<C> all, Function<C, List<C>> comparedWith) {
    Set<C> chosen = new HashSet<>();
    for (String text : texts) {
      List<C> found = all.stream().filter(one -> one.toString().contains(text)).toList();
      if (found.isEmpty()) {
        throw new InvalidInputException(
            "no case has '%s' in its name; there are %s".formatted(text, all));
      }
      for (C one : found) {
        chosen.add(one);
        chosen.addAll(comparedWith.apply(one));
      }
    }
    return all.stream().filter(chosen::contains).toList();
  }
}
