/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import io.reconstream.model.feature.TimestampFeature.Cycle;

/**
 * A feature as the user names it.
 *
 * @param name the feature's name
 * @param field the column or path its value comes from
 * @param type what it is; {@link Type#AUTO} to tell from the data
 * @param cycle of a timestamp, null for other types
 */
public record FeatureConfig(String name, String field, Type type, Cycle cycle) {

  /** What kind of feature it is. */
  public enum Type {
    AUTO,
    NUMERIC,
    BOOLEAN,
    CATEGORY,
    TIMESTAMP;

    @Override
    public String toString() {
      return Choices.text(this);
    }
  }
}
