/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.result;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reconstream.trainer.page.HtmlWriter;
import io.reconstream.trainer.page.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes results.
 *
 * @param folder where they go, {@code target/bench} unless told
 * @param quick whether they are of a smoke run, which the page then says
 */
public record ResultFiles(Path folder, boolean quick) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** Writes {@code NAME.json}, a list with one object per case, and {@code NAME.html}. */
  public void write(String name, List<?> cases, Page page) {
    try {
      Files.createDirectories(folder);
      JSON.writeValue(folder.resolve(name + ".json").toFile(), cases);
    } catch (IOException e) {
      throw new UncheckedIOException("could not write results to " + folder, e);
    }
    HtmlWriter.write(quick ? ofSmokeRun(page) : page, folder.resolve(name + ".html"));
  }

  private static Page ofSmokeRun(Page page) {
    return new Page(
        page.title(),
        page.subtitle() + ". A smoke run (--quick): no figures to quote",
        page.sections());
  }
}
