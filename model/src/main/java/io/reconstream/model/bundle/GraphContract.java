/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

/**
 * The names and shapes of a bundle graph's input and outputs. N is the number of events, T the
 * window length, F the row width, K the latent width, C the number of score parts.
 */
public final class GraphContract {
  /** float32 {@code [N, F]} for rows, {@code [N, T, F]} for windows; NaN means missing. */
  public static final String FEATURES = "features";

  /** float32 {@code [N]}: the number the threshold is compared with. */
  public static final String SCORE = "score";

  /** float32 {@code [N, F]}: per column, in units of its held-out error. */
  public static final String FEATURE_ERROR = "feature_error";

  /** float32 {@code [N, F]}: the expected (last) row in the user's units. */
  public static final String RECONSTRUCTION = "reconstruction";

  /**
   * float32 {@code [N, K]}, the encoded input; a graph made elsewhere may lack it. Where the
   * reconstruction is made of it alone, the graph holds a decoder: see {@link DecoderGraph}.
   */
  public static final String LATENT = "latent";

  /** float32 {@code [N, C]}, only where the metadata declare smoothing: parts of the score. */
  public static final String COMPONENTS = "components";

  /** The operator set that we write. */
  public static final int OPSET = 17;

  /** The ONNX format version that we write. */
  public static final int IR_VERSION = 8;

  /** The oldest operator set in a bundle; exporters have written newer ones since 2020. */
  public static final int MIN_OPSET = 13;

  /** The newest operator set in a bundle. */
  public static final int MAX_OPSET = 21;

  /** The oldest ONNX format version in a bundle: the first whose initializers are no inputs. */
  public static final int MIN_IR = 4;

  /** The newest ONNX format version in a bundle: that of opset 21. */
  public static final int MAX_IR = 10;

  private GraphContract() {}
}
