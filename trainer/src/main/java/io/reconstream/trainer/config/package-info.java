/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The training configuration: one YAML file, read into immutable records.
 *
 * <p>Every key is declared once, with default and allowed values, in {@link
 * io.reconstream.trainer.config.TrainingConfigReader}; all problems are reported together. The
 * defaults of {@code training} are those of {@link
 * io.reconstream.trainer.config.TrainingSettings.Builder}.
 */
package io.reconstream.trainer.config;
