/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Pages to look at: one self-contained HTML file with its charts inside.
 *
 * <p>A {@link io.reconstream.trainer.page.Page} is a value; Chart.js and the style are inlined when
 * it is rendered, so that the file opens anywhere, offline.
 */
package io.reconstream.trainer.page;
