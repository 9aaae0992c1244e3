/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.rules;

import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.policy.Direction;
import io.reconstream.stream.policy.FeatureRule;
import io.reconstream.stream.policy.MuteWindow;
import io.reconstream.stream.policy.Rules;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/** The policy's rules as the configuration writes them; it has checked their form. */
public final class ConfiguredRules {

  private ConfiguredRules() {}

  public static Rules of(AppConfig config) {
    return new Rules(
        config.policyAnomalous(),
        config.policyOf(),
        config.policyCoolDown(),
        config.policyClearAfter(),
        config.policyClearMargin(),
        config.policyUpdateEvery(),
        config.policyMaxSilence(),
        features(config.policyFeatures()),
        config.policyMutes().stream().map(ConfiguredRules::mute).toList());
  }

  private static Map<String, FeatureRule> features(List<Matcher> written) {
    Map<String, FeatureRule> rules = new HashMap<>();
    for (Matcher rule : written) {
      rules.put(
          rule.group("feature"),
          new FeatureRule(
              Direction.valueOf(rule.group("direction")),
              number(rule.group("floor")),
              number(rule.group("percent"))));
    }
    return rules;
  }

  private static double number(String text) {
    return text == null ? 0 : Double.parseDouble(text);
  }

  private static MuteWindow mute(Matcher mute) {
    return new MuteWindow(
        Instant.parse(mute.group("from")), Instant.parse(mute.group("to")), mute.group("reason"));
  }
}
