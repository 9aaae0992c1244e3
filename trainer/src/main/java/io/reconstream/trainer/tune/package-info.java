/* SPDX-License-Identifier: Apache-2.0 */
/** Which sizes to try, and which of those tried to choose. */
package io.reconstream.trainer.tune;
