/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Against figures of a reference implementation that reproduces the published tables. */
class VolumeUnderSurfaceTest {

  @Test
  void shouldAgreeWithTheReferenceOnEverySurface() throws IOException {
    JsonNode surfaces = reference().get("surfaces");
    assertThat(surfaces).hasSize(4);
    for (JsonNode surface : surfaces) {
      BitSet anomalous = new BitSet();
      surface.get("anomalous").forEach(index -> anomalous.set(index.intValue()));
      VolumeUnderSurface volume =
          VolumeUnderSurface.of(
              numbers(surface.get("scores")), anomalous, surface.get("window").intValue());
      assertThat(volume.roc()).isCloseTo(surface.get("vus_roc").doubleValue(), within(1e-9));
      assertThat(volume.precisionRecall())
          .isCloseTo(surface.get("vus_pr").doubleValue(), within(1e-9));
    }
  }

  @Test
  void shouldFindTheReferencesWindowLengths() throws IOException {
    JsonNode lengths = reference().get("lengths");
    assertThat(lengths).hasSize(5);
    for (JsonNode length : lengths) {
      assertThat(WindowLength.of(numbers(length.get("series"))))
          .isEqualTo(length.get("length").intValue());
    }
  }

  private static JsonNode reference() throws IOException {
    try (InputStream in = VolumeUnderSurfaceTest.class.getResourceAsStream("reference.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::doubleValue)
        .toArray();
  }
}
