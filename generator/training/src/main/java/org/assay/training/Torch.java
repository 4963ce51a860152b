// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import ai.djl.ndarray.NDManager;

/**
 * PyTorch, started so that it stays off the network and computes in one thread, unless whoever
 * measures its speed asks for more.
 */
final class Torch {
  static final String ENGINE = "PyTorch";

  private Torch() {}

  static NDManager newManager() {
    setIfUnset("ai.djl.offline", "true"); // never download a native library
    setIfUnset("OPT_OUT_TRACKING", "true"); // on some clouds DJL reports its use
    setIfUnset("ai.djl.pytorch.num_threads", "1"); // more would change the order of sums
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    return NDManager.newBaseManager(ENGINE);
  }

  private static void setIfUnset(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
