// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What something took, PyTorch's threads included: milliseconds on the clock, and of all cores. */
record Spent(long millis, long cpuMillis) {
  private static final long NANOS = 1_000_000;

  static Spent on(Runnable something) {
    long start = System.nanoTime();
    long used = cpu();
    something.run();
    return new Spent((System.nanoTime() - start) / NANOS, (cpu() - used) / NANOS);
  }

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
