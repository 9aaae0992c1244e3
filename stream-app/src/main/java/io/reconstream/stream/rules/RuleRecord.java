/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.rules;

import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.config.ConfigSources;
import io.reconstream.stream.config.InvalidConfigException;
import io.reconstream.stream.policy.Policy;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a record of the rules topic says: its key whose rules, its value which. */
final class RuleRecord {
  /** The key of the record with the rules of all keys that have none of their own. */
  static final String EVERY_KEY = "*";

  private RuleRecord() {}

  /**
   * The key whose rules the record has.
   *
   * @throws InvalidConfigException if it has none
   */
  static String key(byte[] key) {
    if (key == null || key.length == 0) {
      throw problem(
          "the record has no key, expected the key of events, or %s for all that have no rules of their own"
              .formatted(EVERY_KEY));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException e) {
      throw problem("the record's key is not UTF-8 text");
    }
  }

  /**
   * The configuration with the record's rules in it, checked as the configuration's own are.
   *
   * @throws InvalidConfigException if they are not allowed
   */
  static AppConfig configWith(byte[] rules, AppConfig config) {
    return config.withPolicy(ConfigSources.json(rules));
  }

  static Policy policy(byte[] rules, AppConfig config) {
    try {
      return new Policy(ConfiguredRules.of(configWith(rules, config)));
    } catch (IllegalArgumentException e) {
      throw problem(e.getMessage());
    }
  }

  private static InvalidConfigException problem(String message) {
    return new InvalidConfigException(List.of(message));
  }
}
