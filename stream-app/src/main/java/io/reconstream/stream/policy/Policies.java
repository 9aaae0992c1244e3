/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.policy;

/** The policy in force for each key. Thread-safe; cheap enough to ask for each event. */
@FunctionalInterface
public interface Policies {

  /**
   * @param key as text, empty for events without one
   */
  Policy of(String key);
}
