/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The policy's rules: those of the configuration, and over them those that an operator writes to
 * the rules topic while the app runs.
 *
 * <pre>
 * rules ─► rule-check ─► rules-in-force (a topic of the app's own) ─► each instance's {@link
 *              │                                                       io.reconstream.stream.rules.RulesInForce}
 *              └───────► dead-letters
 * </pre>
 *
 * Each record is checked once. Only good ones reach the app's own compacted topic, so that a bad
 * record cannot take the place of the rule before it, not even when the rules topic is compacted
 * and every instance starts anew.
 */
package io.reconstream.stream.rules;
