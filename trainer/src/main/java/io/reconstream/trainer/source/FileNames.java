/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import io.reconstream.trainer.config.InvalidInputException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** File names and globs become files. */
final class FileNames {
  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

  private FileNames() {}

  /**
   * The files in the order of the names, those of one glob sorted; each once.
   *
   * @throws InvalidInputException with all names that lead to no readable file
   */
  static List<Path> resolve(List<String> names) {
    Set<Path> files = new LinkedHashSet<>();
    List<String> problems = new ArrayList<>();
    for (String name : names) {
      if (GLOB.matcher(name).find()) {
        List<Path> matches = matches(name);
        if (matches.isEmpty()) {
          problems.add(
              "no file matches '%s' (working directory %s)"
                  .formatted(name, Path.of("").toAbsolutePath()));
        }
        files.addAll(matches);
      } else {
        files.add(Path.of(name));
      }
    }
    for (Path file : files) {
      if (!Files.exists(file)) {
        problems.add(
            "there is no file '%s' (working directory %s)"
                .formatted(file, Path.of("").toAbsolutePath()));
      } else if (Files.isDirectory(file)) {
        problems.add("'%s' is a directory, expected a file or a glob".formatted(file));
      } else if (!Files.isReadable(file)) {
        problems.add("'%s' cannot be read: permission denied".formatted(file));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return List.copyOf(files);
  }

  private static List<Path> matches(String glob) {
    int wildcard = GLOB.matcher(glob).results().findFirst().orElseThrow().start();
    int slash = glob.lastIndexOf('/', wildcard);
    String prefix = slash < 0 ? "" : glob.substring(0, slash + 1);
    Path folder = Path.of(prefix);
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + glob.substring(prefix.length()));
    int depth =
        glob.contains("**") ? Integer.MAX_VALUE : glob.substring(prefix.length()).split("/").length;
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(folder, depth)) {
      return walk.filter(path -> matcher.matches(folder.relativize(path)))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InvalidInputException("'%s' cannot be searched: %s".formatted(folder, e), e);
    }
  }
}
