/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import io.reconstream.local.feed.Target;
import picocli.CommandLine.Option;

/** Which broker and registry. */
abstract class ServiceOptions {
  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:RECONSTREAM_BOOTSTRAP_SERVERS:-localhost:9092}",
      description = "The broker; ${DEFAULT-VALUE} if not given.")
  private String bootstrapServers;

  @Option(
      names = "--schema-registry-url",
      paramLabel = "URL",
      defaultValue =
          "${env:RECONSTREAM_SCHEMA_REGISTRY_URL:-http://localhost:8081/apis/ccompat/v7}",
      description = "The schema registry; ${DEFAULT-VALUE} if not given.")
  private String registryUrl;

  /** A topic there. */
  final Target target(String topic) {
    return new Target(topic, bootstrapServers, registryUrl);
  }
}
