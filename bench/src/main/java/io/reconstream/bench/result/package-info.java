/* SPDX-License-Identifier: Apache-2.0 */
/** What a benchmark leaves behind: {@code target/bench/NAME.json} and a page to look at. */
package io.reconstream.bench.result;
