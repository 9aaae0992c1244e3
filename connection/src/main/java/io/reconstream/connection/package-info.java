/* SPDX-License-Identifier: Apache-2.0 */
/**
 * How every program reaches a broker and a registry: settings whose secrets stand elsewhere, the
 * registry's client with its credentials, and one clear line where either refuses, or where the
 * command line itself is wrong.
 */
package io.reconstream.connection;
