/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The application in processes of its own, beside a broker and a registry in theirs, while a script
 * of faults kills them; and a checker that holds what came out against an undisturbed run.
 */
package io.reconstream.e2e.chaos;
