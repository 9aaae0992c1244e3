/* SPDX-License-Identifier: Apache-2.0 */
/** Files that a command writes: lines of named values, in the formats that training reads. */
package io.reconstream.trainer.table;
