/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Files into a topic: the rows of any file the trainer reads, as Avro events whose schema is
 * inferred or given.
 */
package io.reconstream.local.replay;
