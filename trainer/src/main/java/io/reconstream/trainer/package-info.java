/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From data to a sealed bundle. {@link io.reconstream.trainer.TrainingRun} is the whole run on one
 * screen; each of its stages is a package that knows its neighbours by their interfaces only.
 */
package io.reconstream.trainer;
