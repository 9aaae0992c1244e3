/* SPDX-License-Identifier: Apache-2.0 */
/** What a run found, as plain values, and their views: text for a terminal, JSON for programs. */
package io.reconstream.trainer.report;
