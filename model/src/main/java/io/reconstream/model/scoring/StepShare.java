/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.scoring;

/**
 * The part of a window's score that some of its rows make up.
 *
 * @param first index of the first of them, 0 for the window's oldest row
 * @param last index of the last
 * @param share of all parts, above 0, at most 1
 */
public record StepShare(int first, int last, double share) {}
