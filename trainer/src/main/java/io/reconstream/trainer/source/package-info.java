/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Records from files: CSV, JSON lines, Parquet and Avro, each by a library that is made for it,
 * behind one interface ({@link io.reconstream.trainer.source.Records}).
 */
package io.reconstream.trainer.source;
