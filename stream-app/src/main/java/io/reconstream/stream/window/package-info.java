/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Windows per key: which events they take in, how the rows are kept in a state store (one changelog
 * record per event: its row), and how windows are looked ahead.
 *
 * <p>{@link io.reconstream.stream.window.WindowInput} is the way in; the windows themselves are
 * {@link io.reconstream.model.window.RowWindow}.
 */
package io.reconstream.stream.window;
