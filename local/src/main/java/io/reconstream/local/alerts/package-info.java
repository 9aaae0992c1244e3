/* SPDX-License-Identifier: Apache-2.0 */
/** Alerts for a person: read as any consumer would read them, printed one line each. */
package io.reconstream.local.alerts;
