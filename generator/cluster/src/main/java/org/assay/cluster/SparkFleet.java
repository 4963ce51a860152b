// SPDX-License-Identifier: Apache-2.0
package org.assay.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.assay.generator.fleet.Fleet;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Jobs as tasks of Apache Spark, one each. An executor that dies is replaced by Spark, and its
 * tasks are run again elsewhere.
 */
final class SparkFleet implements Fleet {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int PATIENCE_SECONDS = 30;
  private static final String CLUSTER = "spark://";

  /** What goes to all executors; the archive's program where receipts are wanted. */
  record Files(Path checker, Path training, Optional<Path> archive) {}

  private final String master;
  private final Files files;
  private final PrintWriter notes;
  private final JavaSparkContext spark;
  private final Executors executors;
  private boolean isTrainingSent;

  /**
   * @throws IOException if no cluster answers
   */
  SparkFleet(Files files, String master, PrintWriter notes) throws IOException {
    this.master = master;
    this.files = files;
    this.notes = notes;
    requireAnswer();
    try {
      spark = new JavaSparkContext(configuration());
    } catch (RuntimeException e) { // of whichever kind: Spark has no exception for it
      throw new IOException("cluster " + master + ": " + reason(e), e);
    }
    executors = new Executors(notes);
    spark.sc().addSparkListener(executors);
    spark.addFile(files.checker.toString());
    if (files.archive.isPresent()) spark.addFile(files.archive.get().toString());
  }

  private SparkConf configuration() {
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("assay")
            .setIfMissing("spark.ui.enabled", "false")
            .setIfMissing("spark.ui.showConsoleProgress", "false")
            .setIfMissing("spark.task.maxFailures", "8");
    if (master.startsWith(CLUSTER)) {
      program().ifPresent(jar -> conf.set("spark.jars", jar));
    } else {
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.set("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    }
    return conf;
  }

  /** The jar that this class is in, if it is one. */
  private static Optional<String> program() {
    try {
      Path program =
          Path.of(SparkFleet.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Optional.of(program.toString()).filter(path -> path.endsWith(".jar"));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("location of the program is not a path", e);
    }
  }

  /** Spark itself would wait for a minute and then stop itself. */
  private void requireAnswer() throws IOException {
    if (!master.startsWith(CLUSTER)) return;
    IOException last = null;
    for (String place : master.substring(CLUSTER.length()).split(",")) {
      int colon = place.lastIndexOf(':');
      int port = Integer.parseInt(place.substring(colon + 1));
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(place.substring(0, colon), port), CONNECT_MILLIS);
        return;
      } catch (IOException | IllegalArgumentException e) {
        last = new IOException("cluster " + master + ": does not answer: " + e.getMessage(), e);
      }
    }
    throw last;
  }

  /** A task: the one job of its partition. */
  private static final class Task<R extends Serializable>
      extends AbstractFunction2<org.apache.spark.TaskContext, scala.collection.Iterator<Job<R>>, R>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public R apply(org.apache.spark.TaskContext context, scala.collection.Iterator<Job<R>> jobs) {
      try {
        return jobs.next().run(new ExecutorSite());
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  /** What a task made, or the end of all of them. */
  private record Event(int job, Object result, Optional<RuntimeException> failure) {
    private static final int END = -1;
  }

  @Override
  @SuppressWarnings("unchecked") // of the results: each is that of its job
  public <R extends Serializable> void run(List<? extends Job<R>> jobs, Results<R> results)
      throws IOException {
    if (jobs.isEmpty()) return;
    if (!isTrainingSent && jobs.stream().anyMatch(Job::trains)) {
      spark.addFile(files.training.toString());
      isTrainingSent = true;
    }
    BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    Thread runner = new Thread(() -> run(jobs, events), "assay-cluster");
    runner.setDaemon(true);
    runner.start();
    int left = jobs.size();
    while (true) {
      Event event = next(events);
      if (event.job == Event.END) {
        if (event.failure.isEmpty() && left == 0) return;
        String why = event.failure.map(SparkFleet::reason).orElse(left + " jobs have no result");
        throw new IOException("cluster " + master + ": " + why, event.failure.orElse(null));
      }
      left--;
      results.accept(event.job, (R) event.result);
    }
  }

  private <R extends Serializable> void run(
      List<? extends Job<R>> jobs, BlockingQueue<Event> events) {
    Optional<RuntimeException> failure = Optional.empty();
    try {
      ClassTag<R> type = ClassTag.apply(Serializable.class);
      List<Job<R>> all = List.copyOf(jobs);
      spark
          .sc()
          .<Job<R>, R>runJob(
              spark.parallelize(all, all.size()).rdd(),
              new Task<R>(),
              new AbstractFunction2<Object, R, BoxedUnit>() {
                @Override
                public BoxedUnit apply(Object job, R result) {
                  events.add(new Event((Integer) job, result, Optional.empty()));
                  return BoxedUnit.UNIT;
                }
              },
              type);
    } catch (RuntimeException e) {
      failure = Optional.of(e);
    } catch (Throwable e) { // Scala throws what it does not declare
      failure = Optional.of(new IllegalStateException(e));
    }
    events.add(new Event(Event.END, null, failure));
  }

  private Event next(BlockingQueue<Event> events) throws IOException {
    try {
      while (true) {
        Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (event != null) return event;
        if (executors.count() == 0) {
          notes.println(
              "cluster "
                  + master
                  + ": no executor yet; it wants workers with 1 GiB and a core free");
          notes.flush();
        }
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted; start it again to go on", e);
    }
  }

  /** The first line of what Spark says, which goes on with stack traces. */
  private static String reason(Throwable e) {
    Throwable cause = e.getCause() == null || e.getMessage() != null ? e : e.getCause();
    String text = String.valueOf(cause.getMessage() == null ? cause : cause.getMessage());
    return text.lines().findFirst().orElse("no reason").replaceAll("\\p{C}", "?");
  }

  JavaSparkContext spark() {
    return spark;
  }

  @Override
  public void close() {
    executors.close();
    String application = spark.sc().applicationId();
    PrintStream shown = System.err;
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
    try {
      spark.stop(); // writes stack traces of what it no longer does
    } finally {
      System.setErr(shown);
    }
    if (master.startsWith("local-cluster")) WorkFolder.delete(application);
  }
}
