// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.assay.generator.archive.Archive;
import org.assay.generator.files.NewFiles;
import org.assay.generator.fleet.Fleet;
import org.assay.generator.report.StudyRow;
import org.assay.generator.signing.Signatory;

/**
 * A study on a fleet: first the models that the archive lacks, then all proofs, are jobs. What they
 * make is signed and written here.
 */
public final class FleetStudy {
  private final Archive archive;
  private final StudyPlan plan;
  private final StudyResults results;
  private final Signatory signatory;
  private final Told told;
  private final List<ProofJob> jobs = new ArrayList<>();
  private final List<Course> owners = new ArrayList<>(); // of the jobs, in their order

  /** Told what happens. */
  public interface Told {
    /** A line for each thing that there will be none of. */
    void failed(String line);

    /** All is done for a model that can be. */
    void finished(StudyPlan.Entry entry);
  }

  /** A model of which proofs are being made. */
  private final class Course {
    private final int place;
    private final StudyModel model;
    private final int first; // of its jobs
    private int left;

    Course(int place) throws IOException {
      StudyPlan.Entry entry = plan.entries().get(place);
      this.place = place;
      this.model = new StudyModel(archive, entry);
      this.first = jobs.size();
      List<StudyPlan.Proof> missing =
          plan.proofs(entry).stream()
              .filter(proof -> results.find(entry.fileName(), proof).isEmpty())
              .toList();
      List<ProofJob> own = model.jobs(missing);
      this.left = own.size();
      jobs.addAll(own);
      own.forEach(job -> owners.add(this));
    }

    void take(int job, ProofJob.Result result) throws IOException {
      model.take(job - first, jobs.get(job), result);
      left--;
      if (left == 0) publish();
    }

    private void publish() throws IOException {
      for (StudyRow row : model.publish(signatory)) results.add(plan, place, row);
      model.failures().forEach(told::failed);
      told.finished(plan.entries().get(place));
    }
  }

  public FleetStudy(
      Archive archive, StudyPlan plan, StudyResults results, Signatory signatory, Told told) {
    this.archive = archive;
    this.plan = plan;
    this.results = results;
    this.signatory = signatory;
    this.told = told;
  }

  /**
   * Makes what the models at these places of the plan lack.
   *
   * @param progress a step for each job
   */
  public void run(List<Integer> places, Fleet fleet, LongConsumer progress) throws IOException {
    train(places, fleet, progress);
    for (int place : places) {
      StudyPlan.Entry entry = plan.entries().get(place);
      if (!Files.exists(file(entry))) continue; // its training failed
      try {
        Course course = new Course(place);
        if (course.left == 0) course.publish();
      } catch (IOException | RuntimeException e) {
        failed(entry, e.toString());
      }
    }
    Fleet.Results<ProofJob.Result> taken =
        (job, result) -> {
          owners.get(job).take(job, result);
          progress.accept(1);
        };
    fleet.run(jobs, taken);
  }

  private void train(List<Integer> places, Fleet fleet, LongConsumer progress) throws IOException {
    List<StudyPlan.Entry> missing =
        places.stream()
            .map(plan.entries()::get)
            .filter(entry -> !Files.exists(file(entry)))
            .toList();
    Fleet.Results<TrainJob.Result> taken =
        (job, result) -> {
          StudyPlan.Entry entry = missing.get(job);
          if (result.failure().isEmpty()) {
            new NewFiles().write(file(entry), result.model());
          } else {
            failed(entry, result.failure());
          }
          progress.accept(1);
        };
    fleet.run(missing.stream().map(TrainJob::new).toList(), taken);
  }

  private void failed(StudyPlan.Entry entry, String why) {
    told.failed(entry.fileName() + ": " + why);
    told.finished(entry);
  }

  private Path file(StudyPlan.Entry entry) {
    return archive.folder().resolve("models").resolve(entry.fileName());
  }
}
