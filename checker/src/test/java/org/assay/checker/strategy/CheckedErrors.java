// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import org.assay.checker.exact.Meter;
import org.assay.checker.verdict.Rejection;

/** The error bounds that the checker works out, as numbers. */
final class CheckedErrors implements ErrorBounds {
  private final double[][] ofTokens;
  private final double[][] ofPositions;
  private final double[][] direct;
  private final double[][] evou;
  private final double[][] pvou;

  CheckedErrors(FloatErrors errors) {
    ofTokens = Network.doubles(errors.scores().tokens().values());
    ofPositions = Network.doubles(errors.scores().positions().values());
    direct = Network.doubles(errors.logits().direct().values());
    evou = Network.doubles(errors.logits().evou().values());
    pvou = Network.doubles(errors.logits().pvou().values());
  }

  static CheckedErrors of(Network net, Profile profile) throws Rejection {
    return new CheckedErrors(FloatErrors.of(net.weights(), profile, new Meter()));
  }

  @Override
  public double logWeight(int q, int i, int t) {
    return ofTokens[q][t] + ofPositions[q][i];
  }

  @Override
  public double value(int i, int t, int o) {
    return evou[t][o] + pvou[i][o];
  }

  @Override
  public double direct(int q, int o) {
    return direct[q][o];
  }

  /** Part of what values may be off by. */
  @Override
  public double ratio() {
    return 0;
  }
}
