/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Everything for a laptop: the commands {@code demo}, {@code local}, {@code simulate} and {@code
 * replay}. Nothing here is part of a deployment.
 */
package io.reconstream.local;
