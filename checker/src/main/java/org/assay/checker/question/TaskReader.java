// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

import static org.assay.checker.verdict.RejectCode.CLAIM_RANGE;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_TASK;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import org.assay.checker.json.JsonReader;
import org.assay.checker.verdict.Rejection;

/** Reads the task of a claim (spec F-18, spec/tasks.md). */
public final class TaskReader {
  private TaskReader() {}

  /**
   * @param free how many free positions the inputs have
   * @throws Rejection UNKNOWN_TASK, or with a code of F-02, F-03 or F-18
   */
  public static Task read(JsonReader in, int free) throws Rejection {
    String name = in.field("name").string();
    Task task =
        switch (name) {
          case "max" -> new Order(1, true, "the largest token");
          case "min" -> new Order(1, false, "the smallest token");
          case "nth-largest" -> nthLargest(in.field("n").integer());
          case "sum-mod" -> new Modular(Modular.Kind.SUM, modulus(in));
          case "difference-mod" -> new Modular(Modular.Kind.DIFFERENCE, modulus(in));
          case "product-mod" -> new Modular(Modular.Kind.PRODUCT, modulus(in));
          case "compose" -> composition(in);
          case "balanced" -> brackets(in);
          case "token" -> new Token(in.field("index").integer());
          case "repeat" -> new Repeat(false);
          case "distinct-repeat" -> new Repeat(true);
          case "majority" -> new Majority();
          case "table" -> new Labels(NumberTensor.read(in));
          default -> // F-18 (a)
              throw new Rejection(UNKNOWN_TASK, "task: got %s", quoted(name));
        };
    require( // F-18 (b)
        task.fits(free), CLAIM_RANGE, "task: got %s of %d free tokens", task.words(), free);
    return task;
  }

  private static Task nthLargest(int n) {
    return new Order(n, true, "the largest token but " + (n - 1));
  }

  private static int modulus(JsonReader in) throws Rejection {
    return in.field("modulus").integer();
  }

  private static Task composition(JsonReader in) throws Rejection {
    int n = in.field("n").integer();
    String order = in.field("order").string();
    require( // F-18 (b)
        order.equals("right-first") || order.equals("left-first"),
        CLAIM_RANGE,
        "order: got %s, want right-first or left-first",
        quoted(order));
    return new Composition(n, order.equals("right-first"));
  }

  private static Task brackets(JsonReader in) throws Rejection {
    return new Brackets(
        in.field("open").integer(),
        in.field("close").integer(),
        in.field("invalid").integer(),
        in.field("valid").integer());
  }
}
