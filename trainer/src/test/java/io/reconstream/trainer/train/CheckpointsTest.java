/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.trainer.config.Activation;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.config.ModelConfig;
import io.reconstream.trainer.config.Regularisation;
import io.reconstream.trainer.config.Regularisation.Noise;
import io.reconstream.trainer.config.TrainingSettings;
import io.reconstream.trainer.config.TrainingSettings.Optimizer;
import io.reconstream.trainer.config.TrainingSettings.Schedule;
import io.reconstream.trainer.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.OutputArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointsTest {
  private static final FeatureSpec SPEC = Plant.numeric(6);
  private static final MatrixRows ROWS = Plant.numeric(600, 6, 1);
  private static final MatrixRows HELD_OUT = Plant.numeric(200, 6, 2);
  private static final Regularisation NOISE = new Regularisation(Noise.GAUSSIAN, 0.1, 0, 0);
  private static final ModelConfig DENSE =
      new ModelConfig.Dense(List.of(8, 2), Activation.TANH, 1, NOISE);
  private static final ModelConfig WIDE =
      new ModelConfig.Dense(List.of(5_000, 2), Activation.TANH, 1, NOISE);

  @TempDir Path folder;

  static Stream<Arguments> shouldGiveTheSameBytesWhenTakenUpAsWhenNeverLeft() {
    ModelConfig variational =
        new ModelConfig.Variational(List.of(8, 3), Activation.TANH, 0.1, 1, Regularisation.NONE);
    ModelConfig pair = new ModelConfig.DenoisingPair(8);
    return Stream.of(
        Arguments.of("at once", DENSE, Optimizer.ADAM, 1),
        Arguments.of("within an epoch", DENSE, Optimizer.ADAM, 30),
        Arguments.of("at an epoch's end", DENSE, Optimizer.ADAM, 2 * 19),
        Arguments.of("AdamW", DENSE, Optimizer.ADAMW, 30),
        Arguments.of("RMSprop", DENSE, Optimizer.RMSPROP, 30),
        Arguments.of("momentum", DENSE, Optimizer.SGD, 30),
        Arguments.of("large and small parameters", WIDE, Optimizer.ADAM, 30),
        Arguments.of("sampled latent", variational, Optimizer.ADAM, 30),
        Arguments.of("first of two networks", pair, Optimizer.ADAM, 100),
        Arguments.of("second of two networks", pair, Optimizer.ADAM, 1000));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void shouldGiveTheSameBytesWhenTakenUpAsWhenNeverLeft(
      String when, ModelConfig model, Optimizer optimizer, int steps) {
    TrainingSettings settings = settings(optimizer, 0.01);
    byte[] whole = train(model, settings, Checkpoints.none()).graph();

    // two interruptions, so that what was taken up is written again
    interruptAfter(steps, model, settings, checkpoints(false));
    interruptAfter(7, model, settings, checkpoints(true));
    TrainedModel resumed = train(model, settings, checkpoints(true));

    assertThat(resumed.graph()).isEqualTo(whole);
  }

  @Test
  void shouldRefuseWhatAnotherVersionWrote() {
    OutputArchive former = new OutputArchive();
    Checkpoints.writeText(
        former, "checkpoint", Map.of("format", 1, "networks", 0, "identity", Map.of()));
    former.save_to(file().toString());

    assertThatThrownBy(() -> train(DENSE, settings(Optimizer.ADAM, 0.01), checkpoints(true)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "checkpoint '%s' has format 1, expected 2: another version wrote it; delete it to begin anew"
                .formatted(file()));
  }

  @Test
  void shouldKeepTheWholeHistory() {
    TrainingSettings settings = settings(Optimizer.ADAM, 0.01);
    TrainingHistory whole = train(DENSE, settings, Checkpoints.none()).histories().get(0);

    interruptAfter(30, DENSE, settings, checkpoints(false));
    TrainingHistory resumed = train(DENSE, settings, checkpoints(true)).histories().get(0);

    assertThat(resumed.best()).isEqualTo(whole.best());
    assertThat(resumed.epochs())
        .usingRecursiveComparison()
        .ignoringFields("seconds")
        .withComparatorForType(Double::compare, Double.class) // NaN is NaN
        .isEqualTo(whole.epochs());
  }

  @Test
  void shouldKeepTheLastGoodCheckpointWhenTheLossIsNotFinite() {
    // good for an epoch or more, then the loss grows without bound
    ModelConfig model = new ModelConfig.Dense(List.of(8, 2), Activation.RELU);
    TrainingSettings wild = settings(Optimizer.SGD, 0.01);
    interruptAfter(30, model, wild, checkpoints(false));

    assertThatThrownBy(() -> train(model, settings(Optimizer.SGD, 1e25), checkpoints(true)))
        .isInstanceOf(TrainingException.class)
        .hasMessageMatching(
            "training 'dense' stopped: the loss is (NaN|Infinity) at step 3\\d \\(epoch 2\\), .*;"
                + " the state before it is in '.*model.checkpoint', --resume goes on from there");

    assertThat(train(model, wild, checkpoints(true)).graph())
        .isEqualTo(train(model, wild, Checkpoints.none()).graph());
  }

  @Test
  void shouldWriteOneAfterTheFirstEpochAndWhenTheCadenceSaysSo() throws IOException {
    Checkpoints checkpoints =
        Checkpoints.in(
            file(), new Checkpoints.Cadence(2, Duration.ZERO), Map.of(), false, Progress.silent());
    Map<Long, byte[]> atEpochsEnd = new HashMap<>();
    Progress reading =
        new Notes() {
          @Override
          public void step(long done, long total, String detail) {
            try {
              atEpochsEnd.put(
                  done / 19, Files.exists(file()) ? Files.readAllBytes(file()) : new byte[0]);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    Training.train(
        SPEC, ROWS, HELD_OUT, DENSE, settings(Optimizer.ADAM, 0.01), checkpoints, reading);

    // each is read within the epoch that follows
    assertThat(atEpochsEnd.get(0L)).isEmpty();
    assertThat(atEpochsEnd.get(1L)).isNotEmpty();
    assertThat(atEpochsEnd.get(2L)).isNotEqualTo(atEpochsEnd.get(1L));
    assertThat(atEpochsEnd.get(3L)).isEqualTo(atEpochsEnd.get(2L));
    checkpoints.delete();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldGoOnTrainingWhenACheckpointCannotBeWritten() throws IOException {
    Notes notes = new Notes();
    Files.createDirectories(folder.resolve("model.checkpoint.part").resolve("in the way"));
    Checkpoints checkpoints =
        Checkpoints.in(file(), new Checkpoints.Cadence(1, Duration.ZERO), Map.of(), false, notes);

    assertThat(train(DENSE, settings(Optimizer.ADAM, 0.01), checkpoints).graph()).isNotEmpty();
    assertThat(notes.messages.get(0))
        .startsWith("checkpoint '%s' could not be written: ".formatted(file()))
        .endsWith("; training goes on");
  }

  @Test
  void shouldRefuseACheckpointOfOtherDataOrAnotherNetwork() {
    TrainingSettings settings = settings(Optimizer.ADAM, 0.01);
    interruptAfter(30, DENSE, settings, checkpoints(false));
    Checkpoints other =
        Checkpoints.in(
            file(), cadence(), Map.of("data", "b", "model.layers", "[4]"), true, Progress.silent());

    assertThatThrownBy(() -> train(DENSE, settings, other))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "data is 'b', expected 'a' as when checkpoint '%1$s' was written%2$smodel.layers is"
                    .formatted(file(), System.lineSeparator())
                + " '[4]', expected '' as when checkpoint '%s' was written".formatted(file()));
  }

  @Test
  void shouldSayThatAFileIsNoCheckpoint() throws IOException {
    Files.writeString(file(), "no archive");

    assertThatThrownBy(() -> train(DENSE, settings(Optimizer.ADAM, 0.01), checkpoints(true)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "checkpoint '%s' cannot be read: it is damaged or no checkpoint".formatted(file()));
  }

  private Path file() {
    return folder.resolve("model.checkpoint");
  }

  private Checkpoints checkpoints(boolean resume) {
    return Checkpoints.in(file(), cadence(), Map.of("data", "a"), resume, Progress.silent());
  }

  private static Checkpoints.Cadence cadence() {
    return new Checkpoints.Cadence(0, Duration.ZERO);
  }

  /** Keeps the notes. */
  private static class Notes implements Progress {
    private final List<String> messages = new ArrayList<>();

    @Override
    public void stage(String name) {}

    @Override
    public void step(long done, long total, String detail) {}

    @Override
    public void note(String message) {
      messages.add(message);
    }
  }

  /** As Ctrl-C does, but at a known step. */
  private static void interruptAfter(
      int steps, ModelConfig model, TrainingSettings settings, Checkpoints checkpoints) {
    Progress interrupting =
        new Progress() {
          private long last = -1;
          private int made;

          @Override
          public void stage(String name) {}

          @Override
          public void step(long done, long total, String detail) {
            if (done != last && ++made == steps) {
              checkpoints.stop(Duration.ZERO);
            }
            last = done;
          }

          @Override
          public void note(String message) {}
        };
    assertThatThrownBy(
            () -> Training.train(SPEC, ROWS, HELD_OUT, model, settings, checkpoints, interrupting))
        .isInstanceOf(TrainingInterruptedException.class)
        .hasMessageContaining("--resume goes on from '");
  }

  private static TrainedModel train(
      ModelConfig model, TrainingSettings settings, Checkpoints checkpoints) {
    return Training.train(SPEC, ROWS, HELD_OUT, model, settings, checkpoints, Progress.silent());
  }

  private static TrainingSettings settings(Optimizer optimizer, double rate) {
    return TrainingSettings.builder()
        .optimizer(optimizer)
        .learningRate(rate)
        .batchSize(32)
        .epochs(6)
        .patience(6)
        .validation(0.2)
        .schedule(Schedule.COSINE)
        .gradientNorm(1)
        .build();
  }
}
