/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Everything for a laptop: the commands {@code demo}, {@code local}, {@code simulate}, {@code
 * replay} and {@code alerts}. Nothing here is part of a deployment.
 */
package io.reconstream.local;
