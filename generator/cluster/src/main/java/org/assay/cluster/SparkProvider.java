// SPDX-License-Identifier: Apache-2.0
package org.assay.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.assay.generator.fleet.CheckRequest;
import org.assay.generator.fleet.Fleet;

/** Opens fleets on Apache Spark. */
public final class SparkProvider implements Fleet.Provider {
  private static final Pattern MASTER =
      Pattern.compile(
          "local(\\[([1-9][0-9]{0,3}|\\*)])?"
              + "|local-cluster\\[[1-9][0-9]{0,2},[1-9][0-9]{0,3},[1-9][0-9]{0,6}]"
              + "|spark://[^/:,\\s]+:[0-9]{1,5}(,[^/:,\\s]+:[0-9]{1,5})*");

  @Override
  public boolean knows(String master) {
    return MASTER.matcher(master).matches();
  }

  @Override
  public String spelling() {
    return "spark://HOST:PORT, local[N], local[*]" + " or local-cluster[EXECUTORS,CORES,MEGABYTES]";
  }

  @Override
  public Fleet open(String master, Path checker, Path training, PrintWriter notes)
      throws IOException {
    return new SparkFleet(new SparkFleet.Files(checker, training, Optional.empty()), master, notes);
  }

  @Override
  public int check(CheckRequest request, Path checker, PrintWriter out, PrintWriter err)
      throws IOException {
    return new ClusterCheck(request, checker, out, err).run();
  }
}
