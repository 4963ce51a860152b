// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.fleet;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.assay.generator.issue.CheckerProcess;

/** A cluster that runs jobs; one that is lost with its machine is run again on another. */
public interface Fleet extends AutoCloseable {
  /** Work for any machine: all that it needs goes there, all that it makes comes back. */
  interface Job<R extends Serializable> extends Serializable {
    /**
     * Does the work.
     *
     * @throws IOException or a runtime exception, which end all jobs: what is a result, such as a
     *     proof that there is none of, is to be returned
     */
    R run(Site site) throws IOException;

    /** Whether it needs the jar that trains, which is large. */
    default boolean trains() {
      return false;
    }
  }

  /** What a job finds where it runs. */
  interface Site {
    /** The checker, a program of its own. */
    CheckerProcess checker() throws IOException;

    /** The jar that trains models. */
    Path training() throws IOException;
  }

  /** Takes results as they come, in the thread of {@link #run}. */
  interface Results<R> {
    void accept(int job, R result) throws IOException;
  }

  /**
   * Runs all jobs.
   *
   * @throws IOException if they cannot be run, though tried again
   */
  <R extends Serializable> void run(List<? extends Job<R>> jobs, Results<R> results)
      throws IOException;

  @Override
  void close();

  /** Opens fleets: the program of {@code generator/cluster} has one. */
  interface Provider {
    /** Whether this is the name of a cluster, as {@code --cluster} has it. */
    boolean knows(String master);

    /** How names of clusters are spelled, for messages. */
    String spelling();

    /**
     * Connects.
     *
     * @param checker the jar of the checker
     * @param training the jar that trains; need not exist where no job trains
     * @param notes told of machines that come and go
     * @throws IOException if the cluster does not answer
     */
    Fleet open(String master, Path checker, Path training, PrintWriter notes) throws IOException;

    /**
     * Has certificates decided, wherever they lie; the lines go to {@code out}.
     *
     * @return an exit code of the checker (F-13)
     */
    int check(CheckRequest request, Path checker, PrintWriter out, PrintWriter err)
        throws IOException;
  }

  /**
   * What this program was started with.
   *
   * @throws IOException if it knows no cluster
   */
  static Provider provider() throws IOException {
    return ServiceLoader.load(Provider.class)
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    "--cluster: this program has no cluster in it; start assay by"
                        + " generator/bin/assay"));
  }
}
