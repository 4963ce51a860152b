// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.evaluation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assay.checker.claim.Case;
import org.assay.checker.program.Network;
import org.assay.checker.signature.Envelope;
import org.assay.checker.vectors.Vector;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;

/** The accepted claims about programs among the vectors. */
final class ProgramVectors {
  private ProgramVectors() {}

  /** The folders of those that are proved by trying every input, in order. */
  static List<Path> folders() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (Vector vector : Vector.all()) {
      Path certificate = vector.folder().resolve("certificate.json");
      if (vector.side().equals("accept")
          && Files.exists(certificate)
          && Files.exists(vector.folder().resolve("model.safetensors"))
          && isOne(certificate)) {
        folders.add(vector.folder());
      }
    }
    return folders;
  }

  private static boolean isOne(Path certificate) throws IOException {
    try {
      byte[] payload = payload(certificate.getParent());
      return ProgramCase.isOne(payload)
          && new String(payload, StandardCharsets.ISO_8859_1)
              .contains("\"strategy\":{\"name\":\"exhaustive\"}");
    } catch (Rejection broken) {
      return false;
    }
  }

  static byte[] payload(Path folder) throws IOException, Rejection {
    return Envelope.parse(Files.readAllBytes(folder.resolve("certificate.json"))).payload();
  }

  /** What is found of the claim, whatever threads there are. */
  static Findings.Proof proof(Path folder) throws IOException, Rejection {
    return proof(folder, payload(folder));
  }

  /** The same of another payload about the same files. */
  static Findings.Proof proof(Path folder, byte[] payload) throws IOException, Rejection {
    Case claim =
        ProgramClaim.parse(
            payload,
            (in, read) ->
                ProgramCase.of(
                    in.field("strategy").object(body -> body.field("name").string()),
                    read,
                    digest -> Files.readAllBytes(folder.resolve("model.safetensors")),
                    digest -> Files.readAllBytes(folder.resolve("data.safetensors"))));
    claim.read(Findings.none(true));
    return claim.count();
  }

  static ProgramClaim claim(Path folder) throws IOException, Rejection {
    ProgramClaim claim = ProgramClaim.parse(payload(folder));
    claim.inputs().load(digest -> Files.readAllBytes(folder.resolve("data.safetensors")));
    return claim;
  }

  static Network network(Path folder) throws IOException, Rejection {
    ProgramClaim claim = claim(folder);
    byte[] model = Files.readAllBytes(folder.resolve("model.safetensors"));
    return Network.of(claim.program(), model, claim.inputs().length());
  }
}
