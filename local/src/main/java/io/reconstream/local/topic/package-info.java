/* SPDX-License-Identifier: Apache-2.0 */
/** Topics as any consumer reads them. */
package io.reconstream.local.topic;
