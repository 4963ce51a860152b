// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Spells a safetensors file: the header, spaces up to a multiple of 8, then tensor by tensor. */
public final class Safetensors {
  private static final int ALIGNED = 8;

  private final Map<String, String> metadata;
  private final ObjectNode entries = new JsonMapper().createObjectNode();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /**
   * @param metadata texts by their names, to be written in front of the tensors
   */
  public Safetensors(Map<String, String> metadata) {
    this.metadata = new LinkedHashMap<>(metadata);
  }

  /** Requires: as many bytes as dtype and shape have. */
  public Safetensors add(String name, String dtype, List<Long> shape, byte[] bytes) {
    ObjectNode entry = entries.putObject(name);
    entry.put("dtype", dtype);
    ArrayNode sizes = entry.putArray("shape");
    shape.forEach(sizes::add);
    entry.putArray("data_offsets").add(data.size()).add(data.size() + bytes.length);
    data.writeBytes(bytes);
    return this;
  }

  public byte[] bytes() {
    ObjectNode root = new JsonMapper().createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = root.putObject("__metadata__");
      metadata.forEach(texts::put);
    }
    root.setAll(entries);
    byte[] json = root.toString().getBytes(UTF_8);
    int padded = (json.length + ALIGNED - 1) / ALIGNED * ALIGNED;
    ByteBuffer file = ByteBuffer.allocate(8 + padded + data.size()).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(padded).put(json);
    while (file.position() < 8 + padded) file.put((byte) ' ');
    return file.put(data.toByteArray()).array();
  }
}
