// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code spec/schemas/plan.schema.json} takes what the reader of plans takes. */
class PlanSchemaTest {
  private static final Path ROOT = Path.of("..");

  private static final String MODELS =
      "\"models\":[{\"k\":3,\"vocab\":16,\"dModel\":16,\"steps\":600,\"seeds\":[1,2]}]";

  private static final String PROOFS =
      "\"proofs\":[{\"k\":[3],\"strategy\":\"sub-cubic\",\"options\":[\"--attention\",\"svd\"]}]";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"study.json", "published-cost.json", "grouped-counting.json"})
  void plansOfTheArchiveFit(String name) throws IOException {
    Path plan = ROOT.resolve("certificates").resolve(name);
    assertEquals(List.of(), breaches(Files.readString(plan)));
    assertTrue(StudyPlan.read(plan).entries().size() > 0);
  }

  @Test
  void aGoodPlanFits() throws IOException {
    String plan = "{" + MODELS + "," + PROOFS + "}";
    assertEquals(List.of(), breaches(plan));
    assertEquals(2, StudyPlan.read(file(plan)).entries().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{" + MODELS + "}",
        "{" + PROOFS + "}",
        "{" + MODELS + "," + PROOFS + ",\"more\":1}",
        "{\"models\":[{\"k\":3,\"vocab\":16,\"dModel\":16,\"steps\":600}]," + PROOFS + "}",
        "{\"models\":[{\"k\":3,\"vocab\":16,\"dModel\":16,\"steps\":600,\"seeds\":null}],"
            + PROOFS
            + "}",
        "{\"models\":{\"k\":3}," + PROOFS + "}",
        "{" + MODELS + ",\"proofs\":[{\"k\":[3],\"strategy\":\"nosuch\",\"options\":[]}]}",
        "{" + MODELS + ",\"proofs\":[{\"k\":[3],\"strategy\":\"cubic\"}]}",
        "[]",
      })
  void aBadPlanFitsNeither(String plan) throws IOException {
    assertTrue(breaches(plan).size() > 0, plan);
    Path file = file(plan);
    assertThrows(IOException.class, () -> StudyPlan.read(file), plan);
  }

  private Path file(String plan) throws IOException {
    return Files.writeString(folder.resolve("plan.json"), plan);
  }

  private static List<String> breaches(String plan) throws IOException {
    Path schema = ROOT.resolve("spec/schemas/plan.schema.json");
    Schema parsed =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(schema));
    return parsed.validate(plan, InputFormat.JSON).stream().map(Object::toString).toList();
  }
}
