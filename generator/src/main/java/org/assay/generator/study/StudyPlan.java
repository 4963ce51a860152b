// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.assay.generator.files.Input;
import org.assay.generator.options.ProofOptions;
import org.assay.generator.report.StudyRow;
import org.assay.generator.strategy.Strategy;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Which models a study is about, and how each is to be proved.
 *
 * @param models recipes of training, a model for each seed
 * @param proofs in the order in which they are made
 */
public record StudyPlan(
    @JsonProperty(value = "models", required = true) List<Models> models,
    @JsonProperty(value = "proofs", required = true) List<Proof> proofs) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Models that differ only in their seed. */
  public record Models(
      @JsonProperty(value = "k", required = true) int k,
      @JsonProperty(value = "vocab", required = true) int vocab,
      @JsonProperty(value = "dModel", required = true) int dModel,
      @JsonProperty(value = "steps", required = true) int steps,
      @JsonProperty(value = "seeds", required = true) List<Integer> seeds)
      implements Serializable {}

  /**
   * A way to prove models.
   *
   * @param k the lengths of inputs for which it is made
   * @param strategy its name
   * @param options as of {@code assay certify}
   */
  public record Proof(
      @JsonProperty(value = "k", required = true) Set<Integer> k,
      @JsonProperty(value = "strategy", required = true) String strategy,
      @JsonProperty(value = "options", required = true) List<String> options)
      implements Serializable {
    public Strategy parsed() {
      Holder holder = new Holder();
      List<String> arguments = new ArrayList<>(List.of("--strategy", strategy));
      arguments.addAll(options);
      new CommandLine(holder).parseArgs(arguments.toArray(String[]::new));
      return holder.options.strategy();
    }

    /** The options as one writes them, one blank between. */
    public String words() {
      return String.join(" ", options);
    }

    /** Of the certificate's file: the strategy, and the values of its options. */
    public String stem() {
      StringBuilder stem = new StringBuilder(strategy);
      for (int i = 1; i < options.size(); i += 2) stem.append('.').append(options.get(i));
      return stem.toString();
    }
  }

  @Command
  private static final class Holder {
    @Mixin private final ProofOptions options = new ProofOptions();
  }

  /** A model of the plan. */
  public record Entry(Models recipe, int seed) implements Serializable {
    public String fileName() {
      return String.format(
          Locale.ROOT, "max-of-%d-vocab-%d-seed-%d.safetensors", recipe.k, recipe.vocab, seed);
    }
  }

  /**
   * @throws IOException with file, place, got and want if the file is no plan
   */
  public static StudyPlan read(Path file) throws IOException {
    Input.requireReadable("study", file);
    try {
      StudyPlan plan = JSON.readValue(Files.readAllBytes(file), StudyPlan.class);
      plan.check();
      return plan;
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null
              ? ""
              : String.format(
                  Locale.ROOT,
                  "line %d, column %d: ",
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr());
      throw new IOException("study " + file + ": " + place + e.getOriginalMessage(), e);
    } catch (CommandLine.ParameterException | IllegalArgumentException e) {
      throw new IOException("study " + file + ": " + e.getMessage(), e);
    }
  }

  public List<Entry> entries() {
    return models.stream()
        .flatMap(recipe -> recipe.seeds.stream().map(seed -> new Entry(recipe, seed)))
        .toList();
  }

  public List<Proof> proofs(Entry entry) {
    return proofs.stream().filter(proof -> proof.k.contains(entry.recipe.k)).toList();
  }

  /** Whether one of the proofs makes it. */
  boolean isPlanned(StudyRow row) {
    return entries().stream()
        .filter(entry -> entry.fileName().equals(row.model()))
        .flatMap(entry -> proofs(entry).stream())
        .anyMatch(proof -> StudyResults.isOf(row, row.model(), proof));
  }

  private void check() {
    Set<String> files = new HashSet<>();
    for (Entry entry : entries()) {
      if (!files.add(entry.fileName())) {
        throw new IllegalArgumentException("models: got " + entry.fileName() + " twice");
      }
    }
    Set<String> stems = new HashSet<>();
    for (Proof proof : proofs) {
      proof.parsed();
      if (!stems.add(proof.stem())) {
        throw new IllegalArgumentException("proofs: got " + proof.stem() + " twice");
      }
    }
  }
}
