// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assay.generator.files.TemporaryFolder;
import org.assay.generator.fleet.Fleet;

/** A model of a plan, to be trained on whatever machine. */
record TrainJob(StudyPlan.Entry entry) implements Fleet.Job<TrainJob.Result> {
  /**
   * What came of it.
   *
   * @param model its file; empty if it failed
   * @param failure why it failed; empty if it did not
   */
  record Result(byte[] model, String failure) implements Serializable {}

  @Override
  public boolean trains() {
    return true;
  }

  @Override
  public Result run(Fleet.Site site) throws IOException {
    try (TemporaryFolder folder = new TemporaryFolder("assay-study-")) {
      Path model = folder.path().resolve(entry.fileName());
      new TrainingProgram(site.training()).train(entry, model);
      return new Result(Files.readAllBytes(model), "");
    } catch (IOException | RuntimeException e) {
      return new Result(new byte[0], e.toString());
    }
  }
}
