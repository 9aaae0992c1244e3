/* SPDX-License-Identifier: Apache-2.0 */
/** Alerts read by a client that nobody here wrote, in another language. */
package io.reconstream.e2e.kafkajs;
