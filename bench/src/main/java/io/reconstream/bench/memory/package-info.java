/* SPDX-License-Identifier: Apache-2.0 */
/** {@code bench memory}: what the product holds on to while events pass. */
package io.reconstream.bench.memory;
