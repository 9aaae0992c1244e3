/* SPDX-License-Identifier: Apache-2.0 */
/** A real schema registry (Apicurio, by its Confluent-compatible API) in a process of its own. */
package io.reconstream.local.registry;
