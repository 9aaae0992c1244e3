/* SPDX-License-Identifier: Apache-2.0 */
/** Scores many rows with an exported graph: the numbers that production will compute. */
package io.reconstream.trainer.score;
