// SPDX-License-Identifier: Apache-2.0
package org.assay.cluster;

import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** The executors that there are; a line for each that is lost. */
final class Executors extends SparkListener {
  private final PrintWriter notes;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  Executors(PrintWriter notes) {
    this.notes = notes;
  }

  int count() {
    return known.size();
  }

  /** From now on, that they go is no news. */
  void close() {
    isClosed = true;
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded event) {
    known.add(event.executorId());
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    known.remove(event.executorId());
    if (isClosed) return;
    String reason = event.reason().lines().findFirst().orElse("").replaceAll("\\p{C}", "?");
    notes.println(
        "executor " + event.executorId() + " was lost, its tasks are run again: " + reason);
    notes.flush();
  }
}
