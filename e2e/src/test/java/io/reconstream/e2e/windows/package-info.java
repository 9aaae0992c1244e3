/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Windows per key in several processes: who takes a dead instance's keys over has their windows.
 */
package io.reconstream.e2e.windows;
