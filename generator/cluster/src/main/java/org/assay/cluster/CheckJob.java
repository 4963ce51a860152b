// SPDX-License-Identifier: Apache-2.0
package org.assay.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.assay.generator.fleet.Fleet;

/**
 * A certificate, or a range of one, to be decided on whatever machine.
 *
 * @param range FROM..TO; empty: all of it
 * @param models where files of weights and data are, by their SHA-256
 * @param policy the bytes of one; empty: signatures are not looked at
 * @param key folder of this machine's keys for a receipt; empty: none is made
 */
record CheckJob(
    Places.Certificate of, String range, HashMap<String, String> models, byte[] policy, String key)
    implements Fleet.Job<CheckJob.Decided> {
  /** The range that has no unit; its part says how many there are. */
  static final String NOTHING = "0..0";

  /**
   * What the checker said, and where.
   *
   * @param certificate SHA-256 of its bytes
   * @param line of JSON: a verdict or a part; empty if there is none
   * @param failure why there is none; empty if there is one
   * @param attempt how often the task was tried before
   * @param checker SHA-256 of the checker's jar
   * @param receipt its bytes; none of them: none was wanted
   */
  record Decided(
      String certificate,
      String range,
      String line,
      String failure,
      String host,
      String executor,
      int attempt,
      String checker,
      byte[] receipt)
      implements Serializable {}

  @Override
  public Decided run(Fleet.Site site) throws IOException {
    Desk desk =
        new Desk(hadoop(), models, policy.length == 0 ? Optional.empty() : Optional.of(policy));
    String certificate = "";
    String line = "";
    String failure = "";
    byte[] receipt = {};
    try {
      certificate = hex(desk.read(of.uri()));
      List<String> options = range.isEmpty() ? List.of() : List.of("--range", range);
      boolean isAsked = range.equals(NOTHING); // what it refuses is decided whole, and said then
      line = desk.line(of, isAsked ? site.checker().silent() : site.checker(), options);
      if (!key.isEmpty()) receipt = desk.receipt(of, new ExecutorSite().archive(), key);
    } catch (IOException e) {
      failure = String.valueOf(e.getMessage());
    }
    SparkEnv here = SparkEnv.get();
    return new Decided(
        certificate,
        range,
        line,
        failure,
        here.blockManager().blockManagerId().host(),
        here.executorId(),
        TaskContext.get().attemptNumber(),
        hex(Files.readAllBytes(Path.of(SparkFiles.get(ExecutorSite.CHECKER)))),
        receipt);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(DigestJob.sha256().digest(bytes));
  }

  /** As Spark was configured, where this runs. */
  static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
  }
}
