/* SPDX-License-Identifier: Apache-2.0 */
/** {@code bench budget}: whether a false-alarm budget is kept on normal rows nobody has seen. */
package io.reconstream.bench.budget;
