/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Which cases a benchmark measures, and what it leaves behind: {@code target/bench/NAME.json} and a
 * page to look at.
 */
package io.reconstream.bench.result;
