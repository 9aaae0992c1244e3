/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What stands around the topology: checks before the start, life cycle, HTTP endpoints. A problem
 * at start is a {@link io.reconstream.stream.runtime.StartException} with one clear message.
 */
package io.reconstream.stream.runtime;
