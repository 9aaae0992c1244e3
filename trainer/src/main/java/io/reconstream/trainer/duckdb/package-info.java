/* SPDX-License-Identifier: Apache-2.0 */
/** DuckDB in this process: it reads and writes Parquet. */
package io.reconstream.trainer.duckdb;
