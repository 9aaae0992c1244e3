/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reconstream.trainer.page.Block.Figure;
import io.reconstream.trainer.page.Block.Figures;
import io.reconstream.trainer.page.Block.Image;
import io.reconstream.trainer.page.Block.Images;
import io.reconstream.trainer.page.Block.Table;
import io.reconstream.trainer.page.Block.Text;
import io.reconstream.trainer.page.Chart.Axis;
import io.reconstream.trainer.page.Chart.Marker;
import io.reconstream.trainer.page.Chart.Point;
import io.reconstream.trainer.page.Chart.Series;
import io.reconstream.trainer.page.Chart.Shape;
import io.reconstream.trainer.page.Page.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlWriterTest {
  @TempDir Path folder;

  @Test
  void shouldKeepHostileTextOutOfTheMarkup() {
    String hostile = "</script><img src=x onerror=alert(1)>";

    String html =
        HtmlWriter.render(
            new Page(hostile, "", List.of(new Section("", List.of(new Text(hostile, false))))));

    assertThat(html).doesNotContain("<img src=x").contains("\\u003c/script>");
  }

  @Test
  void shouldNeedNothingBesideItself() {
    assertThat(HtmlWriter.render(page())).doesNotContain("src=\"").doesNotContain("<link");
  }

  @Test
  void shouldWriteValuesThatAreNotFiniteAsGaps() {
    assertThat(HtmlWriter.render(page())).contains("{\"x\":2.0,\"y\":null}");
  }

  @Test
  void shouldRefuseARowThatDoesNotFitItsHeader() {
    assertThatThrownBy(() -> new Table("t", List.of("a", "b"), List.of(List.of("1"))))
        .hasMessage("a row of table 't' has 1 cells, its header 2: [1]");
  }

  @Test
  @Tag("slow")
  void shouldDrawEveryBlockInARealBrowser() throws Exception {
    Path file = folder.resolve("page.html");
    HtmlWriter.write(page(), file);

    String dom = Chromium.dom(file, folder);

    assertThat(dom).contains("data-drawn=\"true\"").contains("<td class=\"number\">0.5</td>");
    assertThat(dom.split("<canvas", -1)).hasSize(1 + 3);
    assertThat(folder.resolve("page.html.part")).doesNotExist();
  }

  private static Page page() {
    List<Point> points =
        List.of(new Point(0, 1), new Point(1, 3), new Point(2, Double.NaN), new Point(3, 2));
    Chart lines =
        new Chart(
            "Loss",
            Axis.linear("epoch"),
            Axis.logarithmic("loss"),
            List.of(),
            List.of(new Series("training", Shape.LINE, points)),
            List.of(new Marker("best", 1)));
    Chart bars =
        new Chart(
            "Error",
            Axis.linear("feature"),
            Axis.linear("error"),
            List.of("a", "b"),
            List.of(new Series("one", Shape.BARS, List.of(new Point(0, 1), new Point(1, 2)))),
            List.of());
    return new Page(
        "Model",
        "of a test",
        List.of(
            new Section(
                "Figures",
                List.of(
                    new Figures(List.of(new Figure("AUROC", "0.98", "area under the ROC curve"))),
                    new Table("Rows", List.of("name", "value"), List.of(List.of("a", "0.5"))))),
            new Section("Charts", List.of(lines, bars)),
            new Section(
                "Images",
                List.of(
                    new Images(
                        "Digits",
                        4,
                        List.of(
                            new Image(
                                "0",
                                8,
                                IntStream.range(0, 64).map(i -> i * 4).boxed().toList())))))));
  }
}
