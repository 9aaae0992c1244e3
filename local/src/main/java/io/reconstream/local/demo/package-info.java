/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The whole path on one machine: train on simulated normal events, seal, stream events with faults
 * through a real broker and registry, and account for every one of them by what came out of the
 * topics.
 */
package io.reconstream.local.demo;
