/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.source.RecordFile.FileCursor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The records of several files, one file after the other. */
public final class FileRecords implements Records {
  private final List<Path> paths;
  private final List<RecordFile> files;

  private FileRecords(List<Path> paths, List<RecordFile> files) {
    this.paths = List.copyOf(paths);
    this.files = List.copyOf(files);
  }

  /**
   * Opens files by names and globs; a glob's files are in the order of their names.
   *
   * @param missing texts that stand for "no value" in a CSV file
   * @throws InvalidInputException if a file is not there or not readable
   */
  public static FileRecords of(List<String> names, List<String> missing) {
    List<Path> paths = FileNames.resolve(names);
    List<RecordFile> files = new ArrayList<>();
    for (Path path : paths) {
      files.add(open(path, Set.copyOf(missing)));
    }
    return new FileRecords(paths, files);
  }

  private static RecordFile open(Path path, Set<String> missing) {
    String name = path.getFileName().toString();
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    return switch (plain.substring(plain.lastIndexOf('.') + 1)) {
      case "csv", "tsv", "txt" -> CsvFile.open(path, missing);
      case "json", "jsonl", "ndjson" -> JsonFile.open(path);
      case "parquet" -> ParquetFile.open(path);
      case "avro" -> AvroFile.open(path);
      default ->
          throw new InvalidInputException(
              "'%s' has no known format, expected .csv, .tsv, .txt, .json, .jsonl or .ndjson (each also with .gz), .parquet or .avro"
                  .formatted(path));
    };
  }

  @Override
  public List<String> origins() {
    return paths.stream().map(Path::toString).toList();
  }

  /** The fields that all files have. */
  @Override
  public List<FieldPath> fields() {
    Set<FieldPath> common = new LinkedHashSet<>(files.get(0).fields());
    files.forEach(file -> common.removeIf(field -> !file.has(field)));
    return List.copyOf(common);
  }

  /** As the first file that has it spells it. */
  @Override
  public String title(FieldPath field) {
    return files.stream()
        .filter(file -> file.has(field))
        .findFirst()
        .map(file -> file.title(field))
        .orElse(field.toString());
  }

  @Override
  public boolean has(FieldPath field) {
    return files.stream().anyMatch(file -> file.has(field));
  }

  @Override
  public Cursor open(List<FieldPath> fields) {
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      RecordFile file = files.get(i);
      for (FieldPath field : fields) {
        if (!file.has(field)) {
          problems.add(
              "'%s' has no column '%s', which other files have; it has %s"
                  .formatted(
                      paths.get(i),
                      field,
                      file.fields().stream()
                          .map(FieldPath::toString)
                          .collect(Collectors.joining(", "))));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return new FilesCursor(fields);
  }

  private final class FilesCursor implements Cursor {
    private final List<FieldPath> fields;
    private int origin;
    private FileCursor current;

    FilesCursor(List<FieldPath> fields) {
      this.fields = List.copyOf(fields);
      this.current = files.get(0).open(this.fields);
    }

    @Override
    public boolean next() {
      while (!current.next()) {
        if (origin == files.size() - 1) {
          return false;
        }
        current.close();
        origin++;
        current = files.get(origin).open(fields);
      }
      return true;
    }

    @Override
    public Object get(int index) {
      return current.get(index);
    }

    @Override
    public boolean untyped() {
      return current.untyped();
    }

    @Override
    public int origin() {
      return origin;
    }

    @Override
    public String position() {
      return current.position();
    }

    @Override
    public void close() {
      current.close();
    }
  }
}
