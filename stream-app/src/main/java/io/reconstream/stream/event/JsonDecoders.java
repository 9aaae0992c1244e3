/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;

/**
 * Events that are JSON objects (RFC 8259), and NaN and Infinity as Python writes them: NaN is
 * missing, infinity refused as in any format. Keys match features by their {@linkplain
 * io.reconstream.model.feature.FieldPath#avroName Avro name}.
 */
public final class JsonDecoders extends PathTreeDecoders {
  private final JsonFactory json =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // keys come from strangers
          .build();

  @Override
  EventDecoder decoder(PathTree wanted) {
    return new JsonDecoder(json, wanted);
  }
}
