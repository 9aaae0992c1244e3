/* SPDX-License-Identifier: Apache-2.0 */
/** Windows: the last T rows of one key, and what the stream keeps per key between events. */
package io.reconstream.model.window;
