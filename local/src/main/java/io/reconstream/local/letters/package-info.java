/* SPDX-License-Identifier: Apache-2.0 */
/** Dead letters for a person: counted, shown, and sent again. */
package io.reconstream.local.letters;
