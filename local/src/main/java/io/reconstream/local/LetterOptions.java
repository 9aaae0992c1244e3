/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import io.reconstream.local.feed.Target;
import io.reconstream.local.letters.LetterFilter;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which letters of which topic. */
final class LetterOptions extends ServiceOptions {
  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      defaultValue = "dead-letters",
      description = "The dead-letter topic; ${DEFAULT-VALUE} if not given.")
  private String topic;

  @Option(
      names = "--reason",
      paramLabel = "CODE",
      split = ",",
      description = "Only letters with this reason, such as UNKNOWN_SCHEMA; repeatable.")
  private Set<String> reasons = new LinkedHashSet<>();

  @Option(
      names = "--source-topic",
      paramLabel = "TOPIC",
      split = ",",
      description = "Only letters that came from this topic; repeatable.")
  private Set<String> sourceTopics = new LinkedHashSet<>();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Only records of this time or later, such as 2026-01-31T06:00:00Z.")
  private Optional<Instant> from;

  @Option(names = "--to", paramLabel = "TIME", description = "Only records before this time.")
  private Optional<Instant> to;

  Target target() {
    return target(topic);
  }

  LetterFilter filter() {
    return new LetterFilter(reasons, sourceTopics, from, to);
  }
}
