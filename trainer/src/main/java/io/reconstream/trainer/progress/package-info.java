/* SPDX-License-Identifier: Apache-2.0 */
/** How a run tells a person what it is doing: a bar in a terminal, plain lines in a log. */
package io.reconstream.trainer.progress;
