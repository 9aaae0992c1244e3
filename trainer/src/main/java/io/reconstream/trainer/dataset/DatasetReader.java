/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureException;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.window.WindowSpec;
import io.reconstream.trainer.config.DataConfig;
import io.reconstream.trainer.config.DataConfig.TrainOn;
import io.reconstream.trainer.config.FeatureConfig;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.config.TrainingConfig;
import io.reconstream.trainer.dataset.FeatureInference.Candidate;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.source.Records;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Reads records twice: once to tell the features, once to encode the rows. Neither keeps records in
 * memory.
 */
public final class DatasetReader {
  private static final long FEWEST_ROWS = 50;
  private static final int STEP = 10_000;

  private final Records records;
  private final TrainingConfig config;
  private final Progress progress;
  private final Roles roles;
  private final List<Candidate> candidates;
  private final boolean normalOnly;

  /** Null for a model of single rows. */
  private final WindowSpec window;

  private DatasetReader(Records records, TrainingConfig config, Progress progress) {
    this.records = records;
    this.config = config;
    this.progress = progress;
    this.window = config.model().windowSpec();
    this.normalOnly = config.data().trainOn() == TrainOn.NORMAL;
    Columns columns = new Columns(records);
    this.roles = Roles.of(config.data(), columns);
    this.candidates = candidates(columns);
    columns.requireFound();
  }

  /**
   * Reads a dataset.
   *
   * @param folder where the temporary files go
   * @throws InvalidInputException if the data have no features, too few rows, or values that no
   *     feature takes
   */
  public static Dataset read(
      Records records, TrainingConfig config, Path folder, Progress progress) {
    DatasetReader reader = new DatasetReader(records, config, progress);
    List<String> notes = new ArrayList<>();
    FeatureSpec features = reader.features(notes);
    return reader.encode(features, notes, folder);
  }

  private List<Candidate> candidates(Columns columns) {
    List<Candidate> found = new ArrayList<>();
    for (FeatureConfig feature : config.features()) {
      columns
          .find("features", feature.field())
          .ifPresent(field -> found.add(new Candidate(named(feature, field), field, true)));
      if (found.stream().anyMatch(candidate -> candidate.field().equals(roles.label()))) {
        throw new InvalidInputException(
            "feature '%s' is the label '%s', which is never trained on"
                .formatted(feature.name(), roles.label()));
      }
    }
    if (config.features().isEmpty()) {
      for (FieldPath field : records.fields()) {
        if (!roles.excluded().contains(field)) {
          String name = field.toString();
          FeatureConfig auto = new FeatureConfig(name, name, FeatureConfig.Type.AUTO, null);
          found.add(new Candidate(auto, field, false));
        }
      }
    }
    return found;
  }

  /** A feature named like its column bears the column's Avro name, as the stream's events do. */
  private static FeatureConfig named(FeatureConfig feature, FieldPath field) {
    return feature.name().equals(feature.field())
        ? new FeatureConfig(field.toString(), feature.field(), feature.type(), feature.cycle())
        : feature;
  }

  private FeatureSpec features(List<String> notes) {
    progress.stage("read");
    DataConfig data = config.data();
    DataConfig.Constant constant =
        config.model().takesConstantColumns() ? DataConfig.Constant.KEEP : data.constant();
    FeatureInference inference = new FeatureInference(data.maxLevels(), constant);
    List<ColumnProfile> profiles = candidates.stream().map(inference::profile).toList();
    List<FieldPath> fields = candidates.stream().map(Candidate::field).toList();
    long used = 0;
    try (RecordScan scan = new RecordScan(records, roles, fields)) {
      while (scan.next()) {
        if (normalOnly && scan.anomalous()) {
          continue;
        }
        for (int i = 0; i < profiles.size(); i++) {
          profiles.get(i).add(scan.get(i), scan);
        }
        used++;
        report(scan.read());
      }
      requireRows(used, scan.read());
    }
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      inference.infer(candidates.get(i), profiles.get(i)).ifPresent(features::add);
    }
    if (!inference.problems().isEmpty()) {
      throw new InvalidInputException(inference.problems());
    }
    notes.addAll(inference.notes());
    notes.forEach(progress::note);
    if (features.isEmpty()) {
      throw new InvalidInputException(
          "no column varies or can be used as a feature: %s".formatted(String.join("; ", notes)));
    }
    try {
      return new FeatureSpec(features);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(e.getMessage(), e);
    }
  }

  private void requireRows(long used, long read) {
    if (used < FEWEST_ROWS) {
      String which =
          used == read ? "" : " that data.where and data.train_on let through, of " + read;
      throw new InvalidInputException(
          "%s: %d rows%s, expected at least %d"
              .formatted(String.join(", ", records.origins()), used, which, FEWEST_ROWS));
    }
  }

  private void report(long read) {
    if (read % STEP == 0) {
      progress.step(read, 0, "rows");
    }
  }

  private Dataset encode(FeatureSpec features, List<String> notes, Path folder) {
    progress.stage("encode");
    RowEncoder encoder = new RowEncoder(features);
    BitSet labels = new BitSet();
    TimeOrder times = new TimeOrder();
    SeriesIndex series = new SeriesIndex();
    int width = features.width();
    try (MappedRows.Writer rows = new MappedRows.Writer(folder.resolve("rows.f32"), width);
        MappedRows.Writer anomalies =
            new MappedRows.Writer(folder.resolve("anomalies.f32"), width);
        RecordScan scan = new RecordScan(records, roles, encoder.fields())) {
      while (scan.next()) {
        boolean anomalous = roles.label() != null && scan.anomalous();
        MappedRows.Writer target = normalOnly && anomalous ? anomalies : rows;
        if (target == anomalies && window != null) {
          continue; // a window needs the rows before it, of which some are left out
        }
        try {
          encoder.encode(scan, target.buffer(), target.offset());
        } catch (FeatureException e) {
          if (target == anomalies) {
            continue; // it has no row, so nothing can be told about it
          }
          throw new InvalidInputException("%s: %s".formatted(scan.position(), e.getMessage()), e);
        }
        if (target == rows) {
          labels.set(Math.toIntExact(rows.count()), anomalous);
          if (roles.time() != null) {
            times.add(scan.time());
          }
          if (window != null) {
            series.add(scan.series());
          }
        }
        target.add();
        report(scan.read());
      }
      return dataset(features, notes, rows.finish(), anomalies.finish(), labels, times, series);
    }
  }

  private SeriesRows windows(Rows ordered, Optional<int[]> order, SeriesIndex index) {
    if (ordered.count() < 2L * window.length()) {
      throw new InvalidInputException(
          "%s: %d rows, expected at least twice the model's window of %d"
              .formatted(String.join(", ", records.origins()), ordered.count(), window.length()));
    }
    int[] ofFile = index.series();
    int longest = Arrays.stream(index.counts()).max().orElse(0);
    if (longest < window.length()) {
      throw new InvalidInputException(
          "model.window is %d, expected at most %d, the rows of the longest of %d series in %s"
              .formatted(
                  window.length(),
                  longest,
                  index.seriesCount(),
                  String.join(", ", records.origins())));
    }
    int[] series =
        order.map(places -> Arrays.stream(places).map(i -> ofFile[i]).toArray()).orElse(ofFile);
    return new WindowRows(ordered, window.length(), series, index.seriesCount());
  }

  private Dataset dataset(
      FeatureSpec features,
      List<String> notes,
      MappedRows rows,
      MappedRows anomalies,
      BitSet labels,
      TimeOrder times,
      SeriesIndex series) {
    Optional<int[]> order = times.order();
    Rows ordered = order.<Rows>map(places -> new OrderedRows(rows, places)).orElse(rows);
    double validation = config.training().validation();
    double calibration = config.threshold().calibration();
    Optional<SeriesRows> windows =
        window == null ? Optional.empty() : Optional.of(windows(ordered, order, series));
    boolean validates = config.model().validates();
    Split split;
    if (windows.isPresent()) {
      split =
          validates
              ? Split.newestOfEach(windows.get(), validation, calibration)
              : Split.newestOfEach(windows.get(), 0, validation + calibration);
    } else {
      split =
          roles.time() == null
              ? Split.spread(rows.count(), validation, calibration)
              : Split.newest(rows.count(), validation, calibration);
    }
    Rows inputs = windows.<Rows>map(rowsOfWindows -> rowsOfWindows).orElse(ordered);
    SelectedRows calibrating = new SelectedRows(inputs, split.calibration());
    int[] places = new int[Math.toIntExact(calibrating.count())];
    Arrays.setAll(places, i -> (int) calibrating.original(i));
    Optional<BitSet> calibrationLabels = Optional.empty();
    if (roles.label() != null) {
      BitSet selected = new BitSet();
      for (int i = 0; i < places.length; i++) {
        int place = places[i];
        selected.set(i, labels.get(order.map(found -> found[place]).orElse(place)));
      }
      calibrationLabels = Optional.of(selected);
    }
    return new Dataset(
        features,
        new SelectedRows(inputs, split.training()),
        validates ? new SelectedRows(inputs, split.validation()) : calibrating,
        calibrating,
        anomalies,
        windows,
        places,
        calibrationLabels,
        rows.hash(),
        notes,
        () -> {
          rows.close();
          anomalies.close();
        });
  }
}
