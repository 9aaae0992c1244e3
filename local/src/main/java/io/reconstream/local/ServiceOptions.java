/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import io.reconstream.connection.ClientOptions;
import io.reconstream.local.feed.Target;

/** Which broker and registry. Inherits: a group of options, as simulate has, takes no mixin. */
abstract class ServiceOptions extends ClientOptions {

  /**
   * A topic there.
   *
   * @throws io.reconstream.connection.SettingsException if a reference to a secret leads nowhere
   */
  final Target target(String topic) {
    return new Target(topic, bootstrapServers(), registryUrl(), kafka(), registry());
  }
}
