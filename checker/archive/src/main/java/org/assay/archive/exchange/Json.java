// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** One line of JSON in ASCII. */
final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Json() {}

  /** What is in the outermost object. */
  interface Members {
    void write(JsonGenerator to) throws IOException;
  }

  static byte[] of(Members members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator to = FACTORY.createGenerator(bytes)) {
      to.writeStartObject();
      members.write(to);
      to.writeEndObject();
      to.writeRaw('\n');
    } catch (IOException impossible) { // in memory
      throw new IllegalStateException(impossible);
    }
    return bytes.toByteArray();
  }
}
