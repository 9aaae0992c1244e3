/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What a user can set.
 *
 * <p>Every key is declared once, in {@link io.reconstream.stream.config.AppConfig#DEFINITION}, with
 * its default, check and meaning; the reference in {@code docs/configuration.md} is generated from
 * it.
 */
package io.reconstream.stream.config;
