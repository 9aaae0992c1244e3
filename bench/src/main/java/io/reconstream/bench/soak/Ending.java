/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.soak;

/** How a process of the product ends. */
enum Ending {
  SIGTERM,
  KILL_9
}
