/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.rules;

import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.config.InvalidConfigException;
import io.reconstream.stream.policy.Policies;
import io.reconstream.stream.policy.Policy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies of one instance: a key's own, else that of all keys, else the configuration's. One
 * thread changes them, all tasks ask.
 */
public final class RulesInForce implements Policies {
  private static final Logger LOG = LoggerFactory.getLogger(RulesInForce.class);

  private final AppConfig config;
  private final Policy configured;
  private final Map<String, Policy> byKey = new ConcurrentHashMap<>();
  private volatile Policy ofEveryKey;

  public RulesInForce(AppConfig config) {
    this.config = config;
    this.configured = new Policy(ConfiguredRules.of(config));
    this.ofEveryKey = configured;
  }

  @Override
  public Policy of(String key) {
    Policy own = byKey.get(key);
    return own == null ? ofEveryKey : own;
  }

  /**
   * Puts a checked record in force. One that this configuration does not allow, since it changed
   * after the check, is logged, and its key has the rules of a key without any.
   *
   * @param rules null takes them back
   */
  void put(byte[] recordKey, byte[] rules) {
    String key = RuleRecord.key(recordKey);
    try {
      put(key, rules == null ? null : RuleRecord.policy(rules, config));
    } catch (InvalidConfigException e) {
      LOG.error(
          "the rules of key '{}' do not fit this configuration: {}",
          key,
          String.join("; ", e.problems()));
      put(key, (Policy) null);
    }
  }

  private void put(String key, Policy policy) {
    if (key.equals(RuleRecord.EVERY_KEY)) {
      ofEveryKey = policy == null ? configured : policy;
    } else if (policy == null) {
      byKey.remove(key);
    } else {
      byKey.put(key, policy);
    }
  }
}
