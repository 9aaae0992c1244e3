/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.progress.Progress;

/** Progress that nobody watches. */
final class Silent implements Progress {
  @Override
  public void stage(String name) {}

  @Override
  public void step(long done, long total, String detail) {}

  @Override
  public void note(String message) {}
}
