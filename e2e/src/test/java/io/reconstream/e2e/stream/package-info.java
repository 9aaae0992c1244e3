/* SPDX-License-Identifier: Apache-2.0 */
/** The stream-app on a real broker, while the group rebalances and producers abort. */
package io.reconstream.e2e.stream;
