/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.scoring;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.reconstream.model.bundle.GraphContract;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The buffers of one thread: write rows into {@link #features()}, {@linkplain #score(int) score}
 * them, read the results. Allocates nothing per row.
 *
 * <p>The native tensors over the buffers are made once per number of inputs and kept, so that a
 * batch of any size is scored in place, without padding and without copies.
 */
public final class ScoringBatch implements AutoCloseable {
  /** The tensors of a run over the first so many inputs. */
  private record Binding(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
    void close() {
      inputs.values().forEach(OnnxTensor::close);
      outputs.values().forEach(OnnxTensor::close);
    }
  }

  /** What a run of one input writes beside its score and its parts, and the tensors of that run. */
  private record Whole(Map<String, FloatBuffer> details, Binding binding) {
    float[] of(String output) {
      FloatBuffer buffer = details.get(output);
      float[] values = new float[buffer == null ? 0 : buffer.capacity()];
      if (buffer != null) {
        buffer.get(0, values);
      }
      return values;
    }
  }

  private final Session session;
  private final int capacity;
  private final int inputSize;
  private final int componentCount;
  private final FloatBuffer features;
  private final FloatBuffer scores;
  private final FloatBuffer components;
  private final Binding[] bindings;
  private Whole whole;
  private int scored;
  private boolean closed;

  ScoringBatch(Session session, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "batch capacity is %d, expected at least 1".formatted(capacity));
    }
    this.session = session;
    this.capacity = capacity;
    this.inputSize = session.windowLength() * session.width();
    this.componentCount = session.columns(GraphContract.COMPONENTS);
    this.features = direct(capacity, inputSize);
    this.scores = direct(capacity, 1);
    this.components = direct(capacity, componentCount);
    this.bindings = new Binding[capacity + 1];
    session.retain();
  }

  private static FloatBuffer direct(int rows, int columns) {
    int bytes = Math.multiplyExact(Math.multiplyExact(rows, columns), Float.BYTES);
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /**
   * New buffers for the same model, also after its scorer was closed, while this batch is not.
   *
   * @param capacity at least 1
   */
  public ScoringBatch sibling(int capacity) {
    requireOpen();
    return new ScoringBatch(session, capacity);
  }

  /** How many inputs it holds at most. */
  public int capacity() {
    return capacity;
  }

  /** Direct buffer of {@code capacity * T * F} floats; write by absolute index. */
  public FloatBuffer features() {
    return features;
  }

  /**
   * Scores the first {@code count} inputs.
   *
   * @param count 1 to {@link #capacity()}
   * @throws ScoringException if ONNX Runtime fails
   */
  public void score(int count) {
    scored = 0;
    try {
      Binding binding = binding(count);
      session.scoring().run(binding.inputs(), binding.outputs()).close();
    } catch (OrtException e) {
      throw failure(count, e);
    }
    scored = count;
  }

  /**
   * Scores the first input and computes its other outputs by the same run. Where runs are rare
   * their cost is cold caches, whatever is computed: an alert then waits for one run less.
   *
   * @throws ScoringException if ONNX Runtime fails, be it on another output than the score
   */
  public ScoredRow scoreWithDetail() {
    requireOpen();
    scored = 0;
    try {
      if (whole == null) {
        whole = whole();
      }
      session.all().run(whole.binding().inputs(), whole.binding().outputs()).close();
    } catch (OrtException e) {
      throw failure(1, e);
    }
    scored = 1;
    float[] row = new float[session.width()];
    features.get(inputSize - row.length, row);
    return new ScoredRow(
        scores.get(0),
        row,
        whole.of(GraphContract.FEATURE_ERROR),
        whole.of(GraphContract.RECONSTRUCTION),
        whole.of(GraphContract.LATENT));
  }

  private Whole whole() throws OrtException {
    Map<String, FloatBuffer> details = new HashMap<>();
    for (String output : session.details()) {
      if (!output.equals(GraphContract.SCORE)) {
        details.put(output, direct(1, session.columns(output)));
      }
    }
    return new Whole(details, bind(0, 1, details));
  }

  /**
   * Scores {@code count} inputs from one on; results of those before it stay. Slower than {@link
   * #score(int)}, which binds its buffers once.
   *
   * @throws ScoringException if ONNX Runtime fails
   */
  public void score(int first, int count) {
    requireOpen();
    Objects.checkFromIndexSize(first, count, capacity);
    try {
      Binding binding = bind(first, count, Map.of());
      try {
        session.scoring().run(binding.inputs(), binding.outputs()).close();
      } finally {
        binding.close();
      }
    } catch (OrtException e) {
      throw failure(count, e);
    }
    scored = Math.max(scored, first + count);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the batch is closed");
    }
  }

  private Binding binding(int count) throws OrtException {
    requireOpen();
    if (count < 1 || count > capacity) {
      throw new IllegalArgumentException(
          "batch of %d inputs, expected 1 to %d".formatted(count, capacity));
    }
    if (bindings[count] == null) {
      bindings[count] = bind(0, count, Map.of());
    }
    return bindings[count];
  }

  /**
   * @param details buffers of {@code count} inputs for outputs beside the score and its parts
   */
  private Binding bind(int first, int count, Map<String, FloatBuffer> details) throws OrtException {
    Map<String, OnnxTensor> outputs = new HashMap<>();
    try {
      outputs.put(
          GraphContract.SCORE,
          session.output(GraphContract.SCORE, scores.slice(first, count), count));
      if (componentCount > 0) {
        outputs.put(
            GraphContract.COMPONENTS,
            session.output(
                GraphContract.COMPONENTS,
                components.slice(first * componentCount, count * componentCount),
                count));
      }
      for (Map.Entry<String, FloatBuffer> each : details.entrySet()) {
        outputs.put(each.getKey(), session.output(each.getKey(), each.getValue(), count));
      }
      OnnxTensor input = session.input(features.slice(first * inputSize, count * inputSize), count);
      return new Binding(Map.of(GraphContract.FEATURES, input), Map.copyOf(outputs));
    } catch (OrtException e) {
      outputs.values().forEach(OnnxTensor::close);
      throw e;
    }
  }

  /** The score of an input of the last call. */
  public float scoreOf(int index) {
    return scores.get(checked(index));
  }

  /** Copies the score parts of an input of the last call; only where the scorer has parts. */
  public void componentsOf(int index, float[] parts) {
    components.get(checked(index) * componentCount, parts, 0, componentCount);
  }

  private int checked(int index) {
    if (index < 0 || index >= scored) {
      throw new IndexOutOfBoundsException(
          "input %d of a batch, of which %d are scored".formatted(index, scored));
    }
    return index;
  }

  /**
   * Runs one input of {@link #features()} again with all outputs.
   *
   * @throws ScoringException if ONNX Runtime fails
   */
  public ScoredRow detail(int index) {
    return details(Objects.checkIndex(index, capacity), 1).get(0);
  }

  /**
   * Runs the first {@code count} inputs of {@link #features()} with all outputs.
   *
   * @param count 1 to {@link #capacity()}
   * @throws ScoringException if ONNX Runtime fails
   */
  public List<ScoredRow> details(int count) {
    Objects.checkIndex(count - 1, capacity);
    return details(0, count);
  }

  private List<ScoredRow> details(int first, int count) {
    requireOpen();
    int width = session.width();
    int latentWidth = session.columns(GraphContract.LATENT);
    try (OnnxTensor input =
            session.input(features.slice(first * inputSize, count * inputSize), count);
        OrtSession.Result result =
            session.all().run(Map.of(GraphContract.FEATURES, input), session.details())) {
      float[] scored = floats(result, GraphContract.SCORE, count);
      float[] errors = floats(result, GraphContract.FEATURE_ERROR, count * width);
      float[] reconstructions = floats(result, GraphContract.RECONSTRUCTION, count * width);
      float[] latents =
          latentWidth == 0
              ? new float[0]
              : floats(result, GraphContract.LATENT, count * latentWidth);
      List<ScoredRow> rows = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        float[] row = new float[width];
        features.get((first + i + 1) * inputSize - width, row);
        rows.add(
            new ScoredRow(
                scored[i],
                row,
                part(errors, i, width),
                part(reconstructions, i, width),
                part(latents, i, latentWidth)));
      }
      return rows;
    } catch (OrtException e) {
      throw failure(count, e);
    }
  }

  private static float[] part(float[] values, int index, int width) {
    return Arrays.copyOfRange(values, index * width, (index + 1) * width);
  }

  /** What a graph declares of its outputs need not be what it gives. */
  private static float[] floats(OrtSession.Result result, String output, int expected) {
    FloatBuffer buffer = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
    if (buffer == null || buffer.remaining() != expected) {
      throw new ScoringException(
          "the graph gives %s for '%s', expected %d floats"
              .formatted(
                  buffer == null ? "another type" : buffer.remaining() + " floats",
                  output,
                  expected));
    }
    float[] values = new float[expected];
    buffer.get(values);
    return values;
  }

  private static ScoringException failure(int count, OrtException e) {
    return new ScoringException(
        "ONNX Runtime failed on a batch of %d inputs: %s".formatted(count, e.getMessage()), e);
  }

  /** Releases the tensors; a second call does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (whole != null) {
      whole.binding().close();
    }
    for (Binding binding : bindings) {
      if (binding != null) {
        binding.close();
      }
    }
    session.release();
  }
}
