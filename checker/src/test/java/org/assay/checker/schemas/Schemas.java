// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The JSON Schemas of {@code spec/schemas}, read by a library that knows nothing of this project.
 */
public final class Schemas {
  static final Path FOLDER = Path.of("..", "spec", "schemas");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  public static final Schema ENVELOPE = of("envelope");
  public static final Schema PAYLOAD = of("payload");
  public static final Schema PAYLOAD_V2 = of("payload-v2");
  public static final Schema POLICY = of("policy");
  public static final Schema LINE = of("line");

  private Schemas() {}

  static Schema of(String name) {
    return REGISTRY.getSchema(tree(FOLDER.resolve(name + ".schema.json")));
  }

  /** The schema that schemas have to follow. */
  static Schema ofSchemas() {
    return REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
  }

  /** What a document breaks; nothing if it fits. */
  public static List<String> breaches(Schema schema, JsonNode document) {
    return schema.validate(document).stream().map(Object::toString).toList();
  }

  /** As {@link #breaches(Schema, JsonNode)}, of text; text that is no JSON has a breach. */
  public static List<String> breaches(Schema schema, byte[] text) {
    return parsed(text).map(tree -> breaches(schema, tree)).orElse(List.of("not JSON"));
  }

  /** Empty if it is no JSON, has a name twice or has anything behind it. */
  static Optional<JsonNode> parsed(byte[] text) {
    try {
      return Optional.of(JSON.readTree(text)).filter(tree -> !tree.isMissingNode());
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static JsonNode tree(Path file) {
    try {
      return parsed(Files.readAllBytes(file)).orElseThrow();
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
