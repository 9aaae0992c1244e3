/* SPDX-License-Identifier: Apache-2.0 */
/** {@code bench stream}: events per second of every variant on one broker, interleaved. */
package io.reconstream.bench.stream;
