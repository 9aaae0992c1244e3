/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.pump;

/** Something wrong with a pump or with one of its sensors. */
public sealed interface Fault permits Leak, SensorFault {

  /** The label of its readings. */
  String kind();
}
