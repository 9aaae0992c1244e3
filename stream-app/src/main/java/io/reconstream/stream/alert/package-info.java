/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From a scored event to a verdict, and from an anomalous one to an {@link
 * io.reconstream.schemas.Alert} that explains itself.
 */
package io.reconstream.stream.alert;
