// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Program;
import org.assay.generator.network.Tasks;
import org.assay.generator.network.Template;
import org.assay.generator.network.preset.Configs;
import org.assay.generator.network.preset.Preset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Networks that were trained (resources/networks): what PyTorch counted in float32 is the count.
 */
class TrainedNetworksTest {
  private static final Path MADE = Path.of("src/test/resources/networks");

  /** The last four: the largest output, right ones, inputs, those of the best constant answer. */
  @ParameterizedTest
  @CsvSource({
    "mod59, 'sum-mod:59', 0..58 0..58 59, 58, 3481, 3481, 59",
    "s4, 'compose:4,right-first', 0..23 0..23 24, 23, 576, 576, 24",
    "brackets10, 'balanced:0,1,0,1', 0..1*10, 1, 1024, 1024, 982",
    "second8, 'nth-largest:2', 0..7*4, 7, 4096, 4096, 899",
    "repeat6, repeat, 0..5*5, 5, 4026, 4026, 671",
    "parity8, 'sum-mod:2', 0..1*8, 1, 124, 256, 128"
  })
  void theCountIsThatOfPyTorch(ArgumentsAccessor row) throws Exception {
    TensorFile file = TensorFile.read(MADE.resolve(row.getString(0) + ".safetensors"));
    byte[] config = Files.readAllBytes(MADE.resolve(row.getString(0) + ".json"));
    Template inputs = Template.parse(row.getString(2));
    Preset.Answer last = new Preset.Answer(Optional.of(inputs.length() - 1), "");
    Preset.Written written = Preset.of(file, Configs.read(new JsonMapper().readTree(config)), last);
    Count.Question question =
        new Count.Question(inputs, Tasks.parse(row.getString(1)), 0, row.getInteger(3), 0);
    Program program = Program.of(written.steps(), file);
    LongAdder done = new LongAdder();
    Count count = Count.of(program, file, question, done::add);
    assertEquals(
        new Count(row.getLong(4), 0, row.getLong(5), row.getLong(6)), count, row.getString(0));
    assertEquals(inputs.count(), done.sum());
  }
}
