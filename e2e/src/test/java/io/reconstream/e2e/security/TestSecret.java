/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.security;

import java.util.UUID;

/** A secret that is found again wherever it leaks: all begin alike, and each run has others. */
final class TestSecret {

  /** What {@code .ci/find-secrets} looks for in the logs of all tests. */
  static final String PREFIX = "s3cr3t-";

  private TestSecret() {}

  static String of(String what) {
    return PREFIX + what + "-" + UUID.randomUUID();
  }
}
