/* SPDX-License-Identifier: Apache-2.0 */
/** {@code bench scaling}: how cost grows with features, partitions, threads, batch and schema. */
package io.reconstream.bench.scaling;
