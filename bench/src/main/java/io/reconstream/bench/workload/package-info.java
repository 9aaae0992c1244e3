/* SPDX-License-Identifier: Apache-2.0 */
/** What every variant is given: the same events, the same topic, the same model. */
package io.reconstream.bench.workload;
