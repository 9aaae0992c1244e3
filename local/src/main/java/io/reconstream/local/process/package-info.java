/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Child JVMs that never outlive their parent: how the broker, the registry and, in end-to-end
 * tests, the application run in processes of their own and can be killed.
 */
package io.reconstream.local.process;
