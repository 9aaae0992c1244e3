/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

import static io.reconstream.trainer.export.Graph.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.trainer.export.Graph;
import io.reconstream.trainer.export.Value;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Costs that are counted by hand. */
class GraphCostTest {

  @Test
  void shouldCountProductsForEachRowOfAWindow() {
    assertThat(cost(List.of(3), row -> row.matMul(weights(row, 3, 5)))).isEqualTo(3 * 5);
    assertThat(cost(List.of(7, 3), rows -> rows.matMul(weights(rows, 3, 5)))).isEqualTo(7 * 3 * 5);
    assertThat(cost(List.of(3), row -> row.gemm(weights(row, 3, 5), row.graph().vector(1))))
        .isEqualTo(3 * 5);
  }

  @Test
  void shouldCountAttentionWhoseFactorsAreBothComputed() {
    // 7 rows look at 7 rows, over 3 values; and no product has a constant
    assertThat(cost(List.of(7, 3), rows -> rows.matMul(rows.transpose(0, 2, 1))))
        .isEqualTo(7 * 7 * 3);
  }

  @Test
  void shouldCountConvolutionsAtEachPlaceTheyLookAt() {
    // 2 channels of 8 places to 4 channels of 4, each seeing 3 places of 2 channels
    UnaryOperator<Value> convolution =
        image ->
            image
                .graph()
                .apply(
                    "Conv",
                    List.of(image, weights(image, 4, 2, 3)),
                    attribute("strides", new long[] {2}),
                    attribute("pads", new long[] {1, 1}));
    assertThat(cost(List.of(2, 8), convolution)).isEqualTo(4 * 4 * 2 * 3);
    // and back: each of 2 x 8 values goes to 3 places of 4 channels
    UnaryOperator<Value> transposed =
        image ->
            image
                .graph()
                .apply(
                    "ConvTranspose",
                    List.of(image, weights(image, 2, 4, 3)),
                    attribute("strides", new long[] {2}));
    assertThat(cost(List.of(2, 8), transposed)).isEqualTo(2 * 8 * 4 * 3);
  }

  @Test
  void shouldCountRecurrencesAtEachStep() {
    // 9 steps of 3 values into 5 units; four gates of an LSTM, three of a GRU
    assertThat(cost(List.of(9, 3), rows -> recurrent(rows, "LSTM", 4)))
        .isEqualTo(9 * 4 * (5 * 3 + 5 * 5));
    assertThat(cost(List.of(9, 3), rows -> recurrent(rows, "GRU", 3)))
        .isEqualTo(9 * 3 * (5 * 3 + 5 * 5));
  }

  private static Value recurrent(Value rows, String operator, int gates) {
    return rows.graph()
        .apply(
            operator,
            List.of(
                rows.transpose(1, 0, 2),
                weights(rows, 1, gates * 5, 3),
                weights(rows, 1, gates * 5, 5)),
            attribute("hidden_size", 5));
  }

  private static Value weights(Value value, int... dims) {
    int size = 1;
    long[] shape = new long[dims.length];
    for (int i = 0; i < dims.length; i++) {
      size *= dims[i];
      shape[i] = dims[i];
    }
    return value.graph().constant(new float[size], shape);
  }

  private static long cost(List<Integer> input, UnaryOperator<Value> node) {
    Graph graph = new Graph();
    Value features =
        graph.input("features", input.stream().mapToLong(Integer::longValue).toArray());
    graph.output("score", node.apply(features).sum(false, -1).reshape(-1));
    return GraphCost.multiplyAdds(graph.toModel());
  }
}
