// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.engine;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assay.generator.certificate.CertificateReader;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.certificate.Statement;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Inputs;
import org.assay.generator.network.Program;
import org.assay.generator.network.Rows;
import org.assay.generator.network.Template;
import org.assay.generator.network.preset.Configs;
import org.assay.generator.network.preset.Preset;

/**
 * The network that a certificate of either version is about.
 *
 * @param inputs those that it counts; empty: the rows of a file
 * @param from the first output that competes
 * @param to the last one
 */
public record Network(
    TensorFile model, Program program, int length, Optional<Template> inputs, int from, int to) {
  /**
   * @throws ModelRefusal if the model is another one
   * @throws IOException naming the certificate, if it is none
   */
  public static Network of(TensorFile model, Path certificate) throws IOException {
    byte[] bytes = CertificateReader.bytes(certificate);
    Optional<CertificateReader.NetworkContents> contents =
        CertificateReader.network(certificate, bytes);
    try {
      if (contents.isPresent()) return of(model, contents.get().statement());
      return of(model, CertificateReader.read(certificate, bytes).statement());
    } catch (IllegalArgumentException e) {
      throw new IOException("certificate " + certificate + ": " + e.getMessage(), e);
    }
  }

  private static void requireDigest(TensorFile model, String want) throws ModelRefusal {
    if (!model.sha256().equals(want)) {
      throw new ModelRefusal("got SHA-256 %s, want %s", model.sha256(), want);
    }
  }

  /**
   * Of version 2.
   *
   * @throws ModelRefusal if the model is another one
   * @throws IllegalArgumentException if the statement is none
   */
  public static Network of(TensorFile model, NetworkStatement statement) throws ModelRefusal {
    requireDigest(model, statement.sha256());
    NetworkStatement.Question asked = statement.question();
    boolean isTemplate = !asked.inputs().path("kind").asText().equals("file");
    return new Network(
        model,
        Program.of(Program.steps(asked.network()), model),
        Inputs.length(asked.inputs()),
        isTemplate ? Optional.of(Template.of(asked.inputs())) : Optional.empty(),
        asked.from(),
        asked.to());
  }

  /** Of version 1: one layer, one head, all inputs of K tokens. */
  private static Network of(TensorFile model, Statement statement) throws ModelRefusal {
    requireDigest(model, statement.sha256());
    Claim.Sizes sizes = statement.claim().sizes();
    ObjectNode config = new JsonMapper().createObjectNode();
    config.put("n_layers", 1).put("n_heads", 1).put("n_ctx", sizes.k());
    config.put("d_model", sizes.dModel()).put("d_head", sizes.dHead());
    config.put("d_vocab", sizes.vocab()).put("attn_only", true).putNull("normalization_type");
    Preset.Answer last = new Preset.Answer(Optional.of(sizes.k() - 1), "");
    Preset.Written written = Preset.of(model, Configs.read(config), last);
    Template.Position any = new Template.Position(0, sizes.vocab() - 1, true);
    Template all = new Template(java.util.Collections.nCopies(sizes.k(), any));
    return new Network(
        model,
        Program.of(written.steps(), model),
        sizes.k(),
        Optional.of(all),
        0,
        sizes.vocab() - 1);
  }

  /**
   * The rows of a tensor {@code tokens} of another file.
   *
   * @throws IOException naming the file, if they are no inputs of this network
   */
  public Inputs rows(Path file) throws IOException {
    Inputs rows = Rows.of(file, TensorFile.read(file), "tokens", List.of());
    if (rows.length() != length) {
      throw new IOException(
          "inputs " + file + ": got rows of " + rows.length() + " tokens, want " + length);
    }
    return rows;
  }
}
