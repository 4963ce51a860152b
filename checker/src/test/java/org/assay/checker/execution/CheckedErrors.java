// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import java.util.Arrays;
import org.assay.checker.claim.Profile;
import org.assay.checker.margin.TinyModel;
import org.assay.checker.verdict.Rejection;

/** The error bounds that the checker works out, as numbers. */
public final class CheckedErrors implements ErrorBounds {
  public final RealPass real;
  public final FloatErrors errors;
  private final double[][] ofTokens;
  private final double[][] ofPositions;
  private final double[][] direct;
  private final double[][] evou;
  private final double[][] pvou;

  CheckedErrors(RealPass real, FloatErrors errors) {
    this.real = real;
    this.errors = errors;
    ofTokens = Network.doubles(errors.scores().tokens().values());
    ofPositions = Network.doubles(errors.scores().positions().values());
    direct = Network.doubles(errors.logits().direct().values());
    evou = Network.doubles(errors.logits().evou().values());
    pvou = Network.doubles(errors.logits().pvou().values());
  }

  /** One thing may be off by so much: weights, the direct path, tokens' or positions' logits. */
  public static CheckedErrors only(int kind, Network net, double weight, double logit) {
    int v = net.vocab;
    double shift = kind == 0 ? weight : 0;
    FloatScores scores =
        new FloatScores(constant(v, v, 0.75 * shift), constant(v, net.k, 0.25 * shift));
    FloatLogits logits =
        new FloatLogits(
            constant(v, v, kind == 1 ? logit : 0),
            constant(v, v, kind == 2 ? logit : 0),
            constant(net.k, v, kind == 3 ? logit : 0));
    return new CheckedErrors(new RealPass(net), new FloatErrors(scores, logits));
  }

  private static UpperBounds constant(int rows, int columns, double entry) {
    double[][] table = new double[rows][columns];
    Arrays.stream(table).forEach(row -> Arrays.fill(row, entry));
    return UpperBounds.of(TinyModel.exact(table));
  }

  public static CheckedErrors of(Network net, Profile profile) throws Rejection {
    FloatErrors errors = FloatErrors.of(net.weights(), profile);
    return new CheckedErrors(new RealPass(net), errors);
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
