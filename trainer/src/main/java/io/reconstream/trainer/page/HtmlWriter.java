/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.page;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.reconstream.model.bundle.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Renders a {@link Page} as one HTML file that needs nothing beside itself. */
public final class HtmlWriter {
  private static final String CHART_JS =
      "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

  /** JSON has no NaN and no infinity: they are drawn as gaps. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .addModule(new SimpleModule().addSerializer(double.class, new FiniteOrNull()))
          .build();

  private HtmlWriter() {}

  /** The page as HTML. */
  public static String render(Page page) {
    return resource("page.html")
        .replace("{{title}}", escape(page.title()))
        .replace("{{subtitle}}", escape(page.subtitle()))
        .replace("{{style}}", resource("page.css"))
        .replace("{{chart.js}}", resource(CHART_JS))
        .replace("{{page.js}}", resource("page.js"))
        .replace("{{data}}", data(page));
  }

  /** Writes the page to a file, which appears whole or not at all. */
  public static void write(Page page, Path file) {
    try {
      WholeFile.write(file, draft -> Files.writeString(draft, render(page)));
    } catch (IOException e) {
      throw new UncheckedIOException("could not write the page " + file, e);
    }
  }

  /** Safe inside a script element: no text of the data can end it. */
  private static String data(Page page) {
    try {
      return JSON.writeValueAsString(page).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String resource(String name) {
    try (InputStream stream = HtmlWriter.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("resource " + name + " is not on the class path");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class FiniteOrNull extends JsonSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
  }
}
