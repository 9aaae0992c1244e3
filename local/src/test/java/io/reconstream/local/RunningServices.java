/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import io.reconstream.local.broker.LocalBroker;
import io.reconstream.local.registry.LocalRegistry;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;

/** One broker and one registry for all test classes of this JVM, started with the first. */
public final class RunningServices extends TypeBasedParameterResolver<RunningServices.Services> {

  /** Both, in a folder of their own. */
  public record Services(TemporaryFolder folder, LocalBroker broker, LocalRegistry registry)
      implements AutoCloseable {

    private static Services start() {
      TemporaryFolder folder = TemporaryFolder.create();
      return new Services(
          folder,
          LocalBroker.start(folder.resolve("broker")),
          LocalRegistry.start(folder.resolve("registry")));
    }

    @Override
    public void close() {
      registry.close();
      broker.close();
      folder.close();
    }
  }

  @Override
  public Services resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(RunningServices.class))
        .getOrComputeIfAbsent(Services.class, type -> Services.start(), Services.class);
  }
}
