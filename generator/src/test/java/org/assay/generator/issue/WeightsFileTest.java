// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file of token weights may hold, and what is said where it holds something else. */
class WeightsFileTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("w.json"), text);
  }

  @Test
  void aListOfPositiveIntegersIsRead() throws IOException {
    assertEquals(
        List.of(1, 2147483647, 3), WeightsFile.read(file("[1, 2147483647,\n3]\n")).listed());
  }

  @Test
  void anythingElseIsRefusedWithItsPlace() throws IOException {
    refused("[1,0]", "token 1: got 0, want an integer from 1 to 2147483647");
    refused("[1,2147483648]", "token 1: got 2147483648, want an integer from 1 to 2147483647");
    refused("[1.5]", "token 0: got 1.5, want an integer from 1 to 2147483647");
    refused("[\"1\"]", "token 0: got \"1\", want an integer from 1 to 2147483647");
    refused("[]", "got [], want a list of integers, one for each token");
    refused("", "got nothing, want a list of integers, one for each token");
    refused("{}", "got {}, want a list of integers, one for each token");
    refused("[1,\n2,", "line 2, column 3: got no JSON, want a list of integers");
  }

  private void refused(String text, String why) throws IOException {
    Path file = file(text);
    IOException refusal = assertThrows(IOException.class, () -> WeightsFile.read(file));
    assertEquals("weights " + file + ": " + why, refusal.getMessage());
  }
}
