/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.bundle.BundleMetadata;
import io.reconstream.model.bundle.PlainGraph;
import io.reconstream.trainer.config.ImportConfig;
import io.reconstream.trainer.config.ImportConfigReader;
import io.reconstream.trainer.progress.Console;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.report.ReportText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code import}: a graph that was made elsewhere becomes a bundle. */
@Command(
    name = "import",
    description = {
      "Seal a reconstruction graph that was made elsewhere (PyTorch, Keras, scikit-learn) into a"
          + " bundle: float32 [batch, columns] to float32 of the same shape, ONNX opset 13 to 21.",
      "Features and their scaling are as the configuration says; error scale and threshold are"
          + " learnt from the data, which should be normal rows that the graph was not trained on."
    },
    sortOptions = false)
final class ImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--graph", required = true, paramLabel = "FILE", description = "The ONNX file.")
  private Path graph;

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "The graph's output that reconstructs, where it has several.")
  private String output;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "YAML: name, features, scaling, threshold; see docs/uses.md.")
  private Path config;

  @Option(
      names = "--data",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files or globs to use instead of the configuration's data.files.")
  private List<String> data = List.of();

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The bundle.")
  private Path out;

  @Override
  public Integer call() {
    Outputs.check("--out", out, "boiler.onnx");
    ImportConfig read = ImportConfigReader.read(config, data);
    PlainGraph plain = PlainGraph.read(graph, output);
    try (Progress progress = Console.progress()) {
      ImportRun.Imported imported = ImportRun.run(plain, read, out, progress);
      progress.close();
      BundleMetadata metadata = imported.bundle().metadata();
      PrintWriter text = spec.commandLine().getOut();
      text.printf("%s %s, sealed in %s%n", metadata.name(), metadata.version(), out);
      text.printf("  hash         %s%n", imported.bundle().hash());
      text.printf("  rows         %,d held out%n", metadata.provenance().heldOutRows());
      text.print(ReportText.of(metadata.threshold(), imported.columns(), imported.notes()));
      text.flush();
    }
    return 0;
  }
}
