/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import static io.reconstream.trainer.export.Graph.attribute;

import io.reconstream.trainer.export.Value;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.GRUImpl;
import org.bytedeco.pytorch.GRUOptions;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LSTMOptions;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * A recurrent layer along a window's rows, {@code [N, T, inputs]} to {@code [N, T, units]}, or to
 * its state after the last row, {@code [N, units]}; the state before the first is 0.
 */
final class Recurrent implements Layer {

  /** What is carried from row to row; named as the ONNX operators are. */
  enum Cell {
    /** Hochreiter and Schmidhuber, 1997. */
    LSTM,
    /** Cho et al., 2014. */
    GRU;

    /** The libtorch gate (i f g o; r z n) in the place of each ONNX gate (i o f c; z r h). */
    private List<Integer> gates() {
      return this == LSTM ? List.of(0, 3, 1, 2) : List.of(1, 0, 2);
    }
  }

  private final Cell cell;
  private final int inputs;
  private final int units;
  private final int rows;
  private final boolean lastOnly;
  private final LSTMImpl lstm;
  private final GRUImpl gru;

  /**
   * @param rows T
   * @param lastOnly whether only the state after the last row is given
   */
  Recurrent(Cell cell, int inputs, int units, int rows, boolean lastOnly) {
    Tensors.checkSize((long) cell.gates().size() * units, Math.max(inputs, units));
    this.cell = cell;
    this.inputs = inputs;
    this.units = units;
    this.rows = rows;
    this.lastOnly = lastOnly;
    this.lstm = cell == Cell.LSTM ? lstm(inputs, units) : null;
    this.gru = cell == Cell.GRU ? gru(inputs, units) : null;
  }

  private static LSTMImpl lstm(int inputs, int units) {
    LSTMOptions options = new LSTMOptions(inputs, units);
    options.batch_first().put(true);
    return new LSTMImpl(options);
  }

  private static GRUImpl gru(int inputs, int units) {
    GRUOptions options = new GRUOptions(inputs, units);
    options.batch_first().put(true);
    return new GRUImpl(options);
  }

  @Override
  public Tensor forward(Tensor input) {
    Tensor all = lstm != null ? lstm.forward(input).get0() : gru.forward(input).get0();
    return lastOnly ? all.select(1, rows - 1) : all;
  }

  @Override
  public Value export(Value input) {
    List<float[]> weights = weights();
    float[] fromInput = reordered(weights.get(0), inputs);
    float[] fromState = reordered(weights.get(1), units);
    float[] inputBias = reordered(weights.get(2), 1);
    float[] stateBias = reordered(weights.get(3), 1);
    float[] bias = Arrays.copyOf(inputBias, inputBias.length + stateBias.length);
    System.arraycopy(stateBias, 0, bias, inputBias.length, stateBias.length);
    long height = (long) cell.gates().size() * units;
    List<Value> arguments =
        List.of(
            input.transpose(1, 0, 2),
            input.graph().constant(fromInput, 1, height, inputs),
            input.graph().constant(fromState, 1, height, units),
            input.graph().constant(bias, 1, 2 * height));
    List<Value> outputs =
        cell == Cell.GRU
            ? input
                .graph()
                .apply(
                    cell.name(),
                    2,
                    arguments,
                    attribute("hidden_size", (long) units),
                    attribute("linear_before_reset", 1L)) // as libtorch does
            : input
                .graph()
                .apply(cell.name(), 2, arguments, attribute("hidden_size", (long) units));
    return lastOnly
        ? outputs.get(1).reshape(-1, units) // [1, N, units]
        : outputs.get(0).transpose(2, 0, 1, 3).reshape(-1, rows, units); // [T, 1, N, units]
  }

  /** From input, from state, then the biases of both. */
  private List<float[]> weights() {
    TensorVector tensors = lstm != null ? lstm.all_weights() : gru.all_weights();
    try {
      return LongStream.range(0, tensors.size())
          .mapToObj(i -> Tensors.floats(tensors.get(i)))
          .toList();
    } finally {
      Reference.reachabilityFence(tensors); // they lie in its memory
    }
  }

  /** Blocks of {@code units} rows of {@code width} values, from libtorch's order to ONNX's. */
  private float[] reordered(float[] values, int width) {
    int block = units * width;
    float[] result = new float[values.length];
    for (int gate = 0; gate < cell.gates().size(); gate++) {
      System.arraycopy(values, cell.gates().get(gate) * block, result, gate * block, block);
    }
    return result;
  }

  @Override
  public void register(Module parent, String name) {
    parent.register_module(name, lstm != null ? lstm : gru);
  }
}
