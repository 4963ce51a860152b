// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

import static org.assay.checker.verdict.RejectCode.CLAIM_RANGE;
import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_INPUTS;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.util.List;
import org.assay.checker.json.JsonReader;
import org.assay.checker.json.Limits;
import org.assay.checker.verdict.Rejection;

/** Reads which inputs a claim is about (spec F-17). */
public final class InputsReader {
  private InputsReader() {}

  /**
   * @throws Rejection UNKNOWN_INPUTS, or with a code of F-02, F-03 or F-17
   */
  public static Inputs read(JsonReader in) throws Rejection {
    String kind = in.field("kind").string();
    Inputs inputs =
        switch (kind) {
          case "all" -> template(in);
          case "file" -> rows(in);
          case "drawn" -> Drawn.read(template(in), in);
          default -> // F-17 (a)
              throw new Rejection(UNKNOWN_INPUTS, "inputs: got %s", quoted(kind));
        };
    require( // F-17 (c)
        !inputs.free().isEmpty(), CLAIM_RANGE, "inputs: got no free position");
    return inputs;
  }

  private static Template template(JsonReader in) throws Rejection {
    List<Template.Place> places =
        in.field("positions")
            .list(Limits.K, LIMIT_EXCEEDED, element -> element.object(Template.Place::read));
    return new Template(places);
  }

  private static Inputs rows(JsonReader in) throws Rejection {
    NumberTensor source = NumberTensor.read(in);
    int length = in.field("length").integer();
    require(length <= Limits.K, LIMIT_EXCEEDED, "length: got %d", length); // F-17 (b)
    List<Integer> free = in.field("free").list(Limits.K, LIMIT_EXCEEDED, JsonReader::integer);
    for (int i = 0; i < free.size(); i++) {
      require( // F-17 (c)
          free.get(i) < length && (i == 0 || free.get(i - 1) < free.get(i)),
          CLAIM_RANGE,
          "free: got %s, want increasing numbers below %d",
          quoted(free.toString()),
          length);
    }
    return new DataRows(source, length, free);
  }
}
