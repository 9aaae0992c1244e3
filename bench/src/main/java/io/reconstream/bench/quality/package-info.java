/* SPDX-License-Identifier: Apache-2.0 */
/** {@code bench quality}: detection figures on public data beside the published ones. */
package io.reconstream.bench.quality;
