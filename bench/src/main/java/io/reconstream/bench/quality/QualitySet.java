/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import java.util.List;
import java.util.Map;

/**
 * One labelled set.
 *
 * @param name within its group
 * @param source its rows
 * @param protocol which rows train and which test
 * @param exclude columns that are no features
 * @param window the widest margin of the volume under the surface, 0 to take the period of the
 *     first column
 * @param published the best published figures; none where none is known
 */
record QualitySet(
    String name,
    CsvSource source,
    Protocol protocol,
    List<String> exclude,
    int window,
    Map<Figure, Published> published) {

  QualitySet {
    exclude = List.copyOf(exclude);
    published = Map.copyOf(published);
  }

  /** The same series, of which the rows after the first are tested. */
  QualitySet after(int rows) {
    return new QualitySet(name, source, new Protocol.PrefixRest(rows), exclude, window, published);
  }
}
