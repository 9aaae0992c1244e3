/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A bench of centrifugal pumps. Speed and valve follow a load programme; pressure and flow follow
 * from the pump curve and the pipe's resistance, current from the shaft power and the grid's
 * voltage, temperatures from losses, ambient air and thermal inertia. Faults strike either a sensor
 * or the machine itself.
 */
package io.reconstream.local.simulate.pump;
