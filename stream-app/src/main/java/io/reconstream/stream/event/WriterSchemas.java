/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import org.apache.avro.Schema;

/** The schemas that events were written with. Thread-safe. */
public interface WriterSchemas {

  /**
   * The schema of this id.
   *
   * @throws UndecodableException if there is none
   * @throws RegistryUnavailableException if that cannot be told now
   */
  Schema byId(int id) throws UndecodableException;
}
