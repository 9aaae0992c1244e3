/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import io.reconstream.local.feed.Target;
import picocli.CommandLine.Option;

/** Which topic of which broker. */
final class TargetOptions extends ServiceOptions {
  @Option(
      names = "--topic",
      required = true,
      paramLabel = "TOPIC",
      description = "The topic; one that is fed is created if it is missing.")
  private String topic;

  Target target() {
    return target(topic);
  }
}
