// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.split;

import org.assay.generator.strategy.PaperMetrics;

/** What each option contributes to {@link PaperMetrics}: the parts add up. */
public final class OptionMetrics {
  private OptionMetrics() {}

  /** Floating-point operations more than those of the exact path, at the published sizes. */
  public static long flops(DirectOption direct) {
    return switch (direct) {
      case MAX_DIFF_EXACT -> 0;
      case GLOBAL_MAX_DIFF_EXACT -> 8_255;
      case MEAN_QUERY, MAX_DIFF -> -256_096;
      case SVD_QUERY -> -258_144;
    };
  }

  /**
   * Floating-point operations more than those of exact scores, at the published sizes.
   *
   * @throws IllegalArgumentException for {@code spectral}, which is not theirs
   */
  public static long flops(AttentionOption attention, int k) {
    long atFour =
        switch (attention) {
          case EXACT -> 0;
          case MAX_DIFF_EXACT -> 1_232_897;
          case SVD -> 2_183_234;
          case MAX_DIFF -> 976_865;
          case MEAN_MAX_DIFF -> 985_184;
          case SUBPRODUCT -> 218_655;
          case MEAN_SUBPRODUCT -> 243_612;
          case RECURSIVE -> -311_649;
          case MEAN_RECURSIVE -> -299_362;
          case MEANS_RECURSIVE -> -284_932;
          case SPECTRAL -> throw new IllegalArgumentException("spectral is not theirs");
        };
    return attention == AttentionOption.EXACT ? 0 : atFour - 96L * (k - 4);
  }

  /** Numbers of the direct path that are treated as unstructured. */
  public static long dimension(DirectOption direct, PaperMetrics.Sizes sizes) {
    long v = sizes.vocab();
    return switch (direct) {
      case GLOBAL_MAX_DIFF_EXACT -> 2;
      case MAX_DIFF_EXACT -> 2 * v;
      case MEAN_QUERY, SVD_QUERY -> v + v * sizes.dModel() + 2;
      case MAX_DIFF -> v * sizes.dModel() + 2;
    };
  }

  /** Numbers of the attention scores that are treated as unstructured. */
  public static long dimension(AttentionOption attention, PaperMetrics.Sizes sizes) {
    long v = sizes.vocab();
    return switch (attention) {
      case SVD -> 2 * v;
      case MAX_DIFF, SUBPRODUCT, RECURSIVE, SPECTRAL -> 2 * v + 2L * sizes.dModel();
      case MEAN_MAX_DIFF, MEAN_SUBPRODUCT, MEAN_RECURSIVE, MEANS_RECURSIVE ->
          3 * v + 2L * sizes.dModel();
      case MAX_DIFF_EXACT -> 4 * v;
      case EXACT -> v * v;
    };
  }
}
