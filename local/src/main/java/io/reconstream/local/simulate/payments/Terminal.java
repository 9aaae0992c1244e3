/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.payments;

/** Where cards are read. */
record Terminal(String id, Place place) {}
