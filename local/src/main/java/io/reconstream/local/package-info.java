/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Everything for a laptop: the commands {@code demo}, {@code local}, {@code simulate}, {@code
 * replay}, {@code alerts} and {@code dead-letters}. Nothing here is part of a deployment.
 */
package io.reconstream.local;
