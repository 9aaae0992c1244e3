/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.models;

/** Says which model is serving. Thread-safe. */
@FunctionalInterface
public interface ModelSource {

  /** The model to score with from now on; cheap enough to ask for each event. */
  ServingModel current();
}
