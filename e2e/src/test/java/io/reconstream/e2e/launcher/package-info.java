/* SPDX-License-Identifier: Apache-2.0 */
/** The root launcher, beside a JDK and a Maven that only write down what they were asked. */
package io.reconstream.e2e.launcher;
