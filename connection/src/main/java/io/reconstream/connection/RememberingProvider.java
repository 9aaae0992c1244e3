/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.connection;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;

/** Notes what a provider gave: whatever it is, somebody did not want it in the open. */
final class RememberingProvider implements ConfigProvider {
  private final ConfigProvider provider;
  private final Set<String> given;

  RememberingProvider(ConfigProvider provider, Set<String> given) {
    this.provider = provider;
    this.given = given;
  }

  @Override
  public void configure(Map<String, ?> parameters) {
    provider.configure(parameters);
  }

  @Override
  public ConfigData get(String path) {
    return noted(provider.get(path));
  }

  @Override
  public ConfigData get(String path, Set<String> keys) {
    return noted(provider.get(path, keys));
  }

  private ConfigData noted(ConfigData data) {
    given.addAll(data.data().values());
    return data;
  }

  @Override
  public void close() throws IOException {
    provider.close();
  }
}
