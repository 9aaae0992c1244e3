/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A bank's customers, who pay at the terminals around their homes and online, each with habits of
 * their own, and fraudsters who use their cards. The features are those a fraud feed computes: how
 * far, how often, how much for this customer.
 */
package io.reconstream.local.simulate.payments;
