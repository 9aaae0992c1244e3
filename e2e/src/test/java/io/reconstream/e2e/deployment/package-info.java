/* SPDX-License-Identifier: Apache-2.0 */
/** The files of deploy/ fit together and fit the code; no container engine is needed. */
package io.reconstream.e2e.deployment;
