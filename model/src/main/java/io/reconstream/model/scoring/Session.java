/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.scoring;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import io.reconstream.model.bundle.BundleException;
import io.reconstream.model.bundle.GraphContract;
import io.reconstream.model.bundle.ScoreGraph;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The native sessions of a graph, counted by its users: the last one to release it closes them. */
final class Session {
  private static final String SPIN_INTRA = "session.intra_op.allow_spinning";
  private static final String SPIN_INTER = "session.inter_op.allow_spinning";

  private static final Set<String> DETAILS =
      Set.of(
          GraphContract.SCORE,
          GraphContract.FEATURE_ERROR,
          GraphContract.RECONSTRUCTION,
          GraphContract.LATENT);

  private final OrtEnvironment environment;
  private final OrtSession all;
  private final OrtSession scoring;
  private final long[] inputShape;
  private final Map<String, Integer> columns;
  private final Set<String> details;
  private final AtomicInteger users = new AtomicInteger(1);

  private Session(OrtEnvironment environment, OrtSession all, OrtSession scoring)
      throws OrtException {
    this.environment = environment;
    this.all = all;
    this.scoring = scoring;
    this.inputShape = shape(all.getInputInfo(), GraphContract.FEATURES);
    this.columns = new HashMap<>();
    for (String output : all.getOutputNames()) {
      long[] shape = shape(all.getOutputInfo(), output);
      columns.put(output, shape.length < 2 ? 1 : (int) shape[shape.length - 1]);
    }
    this.details = new HashSet<>(DETAILS);
    details.retainAll(columns.keySet());
  }

  static Session open(byte[] graph) throws OrtException {
    // Every error comes back as an exception: the native log would only repeat it on stderr.
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    OrtSession all = null;
    OrtSession scoring = null;
    try (SessionOptions options = options()) {
      all = environment.createSession(graph, options);
      scoring = environment.createSession(ScoreGraph.of(graph), options);
      return new Session(environment, all, scoring);
    } catch (OrtException | RuntimeException | OutOfMemoryError e) {
      if (scoring != null) {
        scoring.close();
      }
      if (all != null) {
        all.close();
      }
      throw e;
    }
  }

  /** The caller's threads are the parallelism: a run uses the calling thread and no other. */
  static SessionOptions options() throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.addConfigEntry(SPIN_INTRA, "0");
    options.addConfigEntry(SPIN_INTER, "0");
    options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    return options;
  }

  private static long[] shape(Map<String, NodeInfo> nodes, String name) {
    NodeInfo node = nodes.get(name);
    if (node == null || !(node.getInfo() instanceof TensorInfo tensor)) {
      throw new BundleException(
          "the graph has no tensor '%s', only %s".formatted(name, nodes.keySet()));
    }
    return tensor.getShape();
  }

  int width() {
    return (int) inputShape[inputShape.length - 1];
  }

  int windowLength() {
    return inputShape.length == 3 ? (int) inputShape[1] : 1;
  }

  /** The last dimension of an output, 0 where the graph has no such output. */
  int columns(String output) {
    return columns.getOrDefault(output, 0);
  }

  /** The outputs that tell all about an input, those that the graph has. */
  Set<String> details() {
    return details;
  }

  /** A tensor of {@code count} inputs that reads from {@code values}' memory. */
  OnnxTensor input(FloatBuffer values, int count) throws OrtException {
    long[] shape = inputShape.clone();
    shape[0] = count;
    return OnnxTensor.createTensor(environment, values, shape);
  }

  /** A tensor for an output of {@code count} inputs that is written to {@code values}' memory. */
  OnnxTensor output(String name, FloatBuffer values, int count) throws OrtException {
    long[] shape =
        name.equals(GraphContract.SCORE) ? new long[] {count} : new long[] {count, columns(name)};
    return OnnxTensor.createTensor(environment, values, shape);
  }

  /** Computes all outputs. */
  OrtSession all() {
    return all;
  }

  /** Computes the score and its parts, and nothing else. */
  OrtSession scoring() {
    return scoring;
  }

  void retain() {
    users.incrementAndGet();
  }

  void release() {
    if (users.decrementAndGet() == 0) {
      try {
        scoring.close();
        all.close();
      } catch (OrtException e) {
        throw new ScoringException("closing the session failed: " + e.getMessage(), e);
      }
    }
  }
}
