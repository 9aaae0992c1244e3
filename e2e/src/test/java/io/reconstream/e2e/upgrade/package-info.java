/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What an earlier version wrote, as files that never change: bundles and what lay in the stores.
 * See {@code docs/upgrades.md}.
 */
package io.reconstream.e2e.upgrade;
