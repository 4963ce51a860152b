// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import java.util.Arrays;
import java.util.Random;
import org.assay.checker.claim.Profile;

/**
 * Every result is off by the most that the profile allows, up or down as an enemy says: by a factor
 * 1 + u or 1 - u, of exp by 1 + (e0 + e1 |a|) u or less that. Neither overflow nor underflow.
 */
public final class Hostile implements Arithmetic {
  private final double u;
  private final Profile profile;
  private boolean[] up = new boolean[0];
  private int next;

  /** Requires u >= 2^-20, beside which the roundings of doubles are nothing. */
  public Hostile(double u) {
    this(new Profile("hostile", (int) -Math.round(Math.log(u) / Math.log(2)), 8, 4, 4));
  }

  /** With more than four roundings of a normalisation, each operation may be off by u^2 besides. */
  public Hostile(Profile profile) {
    double exact = Math.scalb(1.0, -profile.unitBits());
    double wide = profile.normalisation() > 4 ? 1 + exact : 1;
    this.u = exact * wide * (1 - 0x1p-20); // leaves room for the roundings of the simulation
    this.profile = profile;
  }

  /** Runs again, with these directions for the first operations and downwards for the rest. */
  public void restart(boolean[] directions) {
    up = directions;
    next = 0;
  }

  /** Operations since the start. */
  int operations() {
    return next;
  }

  public static boolean[] random(int operations, Random random) {
    boolean[] directions = new boolean[operations];
    for (int i = 0; i < operations; i++) {
      directions[i] = random.nextBoolean();
    }
    return directions;
  }

  public static boolean[] all(int operations, boolean up) {
    boolean[] directions = new boolean[operations];
    Arrays.fill(directions, up);
    return directions;
  }

  private double off(double exact, double by) {
    boolean upwards = next < up.length && up[next];
    next++;
    return exact * (upwards ? 1 + by : 1 - by);
  }

  @Override
  public double plus(double a, double b) {
    return off(a + b, u);
  }

  @Override
  public double times(double a, double b) {
    return off(a * b, u);
  }

  @Override
  public double fma(double a, double b, double c) {
    return off(Math.fma(a, b, c), u);
  }

  @Override
  public double over(double a, double b) {
    return off(a / b, u);
  }

  @Override
  public double exp(double a) {
    return off(Math.exp(a), (profile.exp0() + profile.exp1() * Math.abs(a)) * u);
  }

  /** Roundings each of u; one more if that is a product with the inverse. */
  @Override
  public double normalised(double a, double b) {
    return off(a / b, rough(profile.normalisation()));
  }

  @Override
  public double inverse(double b) {
    return off(1 / b, rough(profile.normalisation() - 1));
  }

  /** Four roundings are those of IEEE operations: a division is one of them. */
  private double rough(int roundings) {
    return profile.normalisation() > 4 ? roundings * u : u;
  }

  /** Weights are stored exactly; what is worked out of d_head is rounded. */
  @Override
  public double constant(double value) {
    return value;
  }
}
