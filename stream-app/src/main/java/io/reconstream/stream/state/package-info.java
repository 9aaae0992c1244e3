/* SPDX-License-Identifier: Apache-2.0 */
/** What all stores of keyed state have in common. */
package io.reconstream.stream.state;
