/* SPDX-License-Identifier: Apache-2.0 */
/** Reports as pages to look at. */
package io.reconstream.trainer.report.html;
