/* SPDX-License-Identifier: Apache-2.0 */
/**
 * TLS, SASL and ACLs: the stream-app on a broker and a registry that let nobody in without.
 * Certificates and passwords are made anew by each run, below {@code target/security}.
 */
package io.reconstream.e2e.security;
