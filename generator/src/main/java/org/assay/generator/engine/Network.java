// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * @param question of the certificate, as version 2 spells it
 */
public record Network(
    TensorFile model,
    Program program,
    int length,
    Optional<Template> inputs,
    int from,
    int to,
    NetworkStatement.Question question) {
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
        asked.to(),
        asked);
  }

  /** Of version 1: one layer, one head, all inputs of K tokens. */
  private static Network of(TensorFile model, Statement statement) throws ModelRefusal {
    requireDigest(model, statement.sha256());
    Claim.Sizes sizes = statement.claim().sizes();
    ObjectNode config = new JsonMapper().createObjectNode();
    config.put("n_layers", 1).put("n_heads", 1).put("n_ctx", sizes.k());
    config.put("d_model", sizes.dModel()).put("d_head", sizes.dHead());
    config.put("d_vocab", sizes.vocab()).put("attn_only", true).putNull("normalization_type");
    Preset.Answer answer = new Preset.Answer(Optional.of(sizes.k() - 1), "");
    Preset.Written written = Preset.of(model, Configs.read(config), answer);
    Template.Position any = new Template.Position(0, sizes.vocab() - 1, true);
    Template all = new Template(java.util.Collections.nCopies(sizes.k(), any));
    Program program = Program.of(written.steps(), model);
    int last = sizes.vocab() - 1;
    ObjectNode max = new JsonMapper().createObjectNode().put("name", "max");
    NetworkStatement.Question question =
        new NetworkStatement.Question(
            program.json(), all.json(), 0, last, max, "0", Optional.empty());
    return new Network(model, program, sizes.k(), Optional.of(all), 0, last, question);
  }

  /** The same question of one input alone; empty if its right output is told by a file. */
  public Optional<NetworkStatement> only(int[] input) {
    if (question.task().path("name").asText().equals("table")) return Optional.empty();
    List<Template.Position> places = new ArrayList<>();
    for (int i = 0; i < input.length; i++) {
      places.add(new Template.Position(input[i], input[i], isFree(i)));
    }
    NetworkStatement.Question one =
        new NetworkStatement.Question(
            question.network(),
            new Template(places).json(),
            from,
            to,
            question.task(),
            "0",
            Optional.empty());
    BigInteger count = BigInteger.ONE;
    return Optional.of(new NetworkStatement(model.fileName(), model.sha256(), one, count, count));
  }

  /** Whether the task reads this position. */
  private boolean isFree(int position) {
    if (inputs.isPresent()) return inputs.get().positions().get(position).isFree();
    for (JsonNode free : question.inputs().path("free")) {
      if (free.asInt() == position) return true;
    }
    return false;
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
