/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reconstream.model.bundle.SigningKey;
import io.reconstream.trainer.config.TrainingConfig;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.progress.Console;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.report.ReportText;
import io.reconstream.trainer.report.TrainingReport;
import io.reconstream.trainer.source.TopicRange;
import io.reconstream.trainer.source.TopicRecords;
import io.reconstream.trainer.train.Checkpoints;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code train}: from a configuration to a bundle and its report. */
@Command(
    name = "train",
    description = "Learn an autoencoder from files or a topic and seal it into a bundle.",
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description =
          "YAML; see docs/training.md for all keys, docs/examples for one of each model.type.")
  private Path config;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The bundle, such as pump.onnx; its report is written beside it.")
  private Path out;

  @Option(
      names = "--data",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files or globs to use instead of the configuration's data.files.")
  private List<String> data;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A configuration key to replace, such as training.epochs=20; repeatable.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Mixin private TopicOptions topic;

  @Option(
      names = "--resume",
      description = "Go on from the checkpoint of a run that was interrupted.")
  private boolean resume;

  @Option(
      names = "--checkpoint-minutes",
      paramLabel = "N",
      defaultValue = "5",
      description = "Write a checkpoint every N minutes, 0 for never (default: ${DEFAULT-VALUE}).")
  private int checkpointMinutes;

  @Option(
      names = "--checkpoint-epochs",
      paramLabel = "N",
      defaultValue = "0",
      description = "Write one every N epochs, too, 0 for never (default: ${DEFAULT-VALUE}).")
  private int checkpointEpochs;

  @Option(
      names = "--sign-key",
      paramLabel = "FILE",
      description = "Sign the bundle with this private key (PEM), see the command sign.")
  private Path signKey;

  @Override
  public Integer call() throws Exception {
    Map<String, String> replaced = new LinkedHashMap<>(overrides);
    if (data != null) {
      replaced.put("data.files", new JsonMapper().writeValueAsString(data));
    }
    Optional<TopicRange> range = topic.range();
    if (topic.lacksTopic() || (range.isPresent() && data != null)) {
      throw new ParameterException(
          spec.commandLine(),
          data == null
              ? "--from and --to need --from-topic, the topic that they are about"
              : "--data and --from-topic are given, expected one of them");
    }
    if (range.isPresent()) {
      // what the sealed configuration says of its data
      replaced.put("data.files", new JsonMapper().writeValueAsString(range.get().toString()));
    }
    Optional<SigningKey> signer = Optional.ofNullable(signKey).map(SigningKey::read);
    TrainingConfig read = TrainingConfigReader.read(config, replaced);
    try (Progress progress = Console.progress()) {
      TrainingRun.Source source =
          range.isPresent()
              ? (folder, shown) -> TopicRecords.open(range.get(), folder, shown)
              : TrainingRun.Source.files(read);
      TrainingReport report = TrainingRun.run(read, source, out, signer, checkpointing(), progress);
      progress.close();
      PrintWriter text = spec.commandLine().getOut();
      text.print(ReportText.of(report));
      text.printf("  page, with charts: %s%n", Outputs.pageOf(out));
      text.flush();
    }
    return 0;
  }

  private Checkpointing checkpointing() {
    if (checkpointMinutes < 0 || checkpointEpochs < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--checkpoint-minutes is %d and --checkpoint-epochs is %d, expected 0 or more"
              .formatted(checkpointMinutes, checkpointEpochs));
    }
    return new Checkpointing(
        new Checkpoints.Cadence(checkpointEpochs, Duration.ofMinutes(checkpointMinutes)), resume);
  }
}
