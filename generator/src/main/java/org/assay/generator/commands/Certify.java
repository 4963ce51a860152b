// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.files.NewFiles;
import org.assay.generator.files.Project;
import org.assay.generator.issue.Certifier;
import org.assay.generator.issue.CheapestProof;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.issue.ConstantAnswer;
import org.assay.generator.issue.HalfSpacesOrder;
import org.assay.generator.issue.Order;
import org.assay.generator.issue.ProgramOrder;
import org.assay.generator.issue.Reading;
import org.assay.generator.issue.RelabelledOrder;
import org.assay.generator.issue.WeightsFile;
import org.assay.generator.model.Model;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Drawn;
import org.assay.generator.network.Inputs;
import org.assay.generator.options.ModelOption;
import org.assay.generator.options.NetworkOptions;
import org.assay.generator.options.PasswordOption;
import org.assay.generator.options.ProofOptions;
import org.assay.generator.signing.Signatory;
import org.assay.generator.strategy.BudgetTooSmall;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.TokenWeights;
import org.assay.generator.strategy.halfspaces.HalfSpaces;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code assay certify}. */
@Command(
    name = "certify",
    description = {
      "Proves how many inputs a model answers correctly and writes a signed certificate.",
      "The checker decides before anything is signed; if it does not accept, nothing is written."
    },
    footer = {
      "",
      "Example:",
      "  assay certify --model model.safetensors --strategy brute-force --key keys \\",
      "    --out model.cert.json"
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      Exit.DONE_LINE,
      Exit.NOT_MET_LINE,
      Exit.USAGE_LINE,
      Exit.INPUT_OUTPUT_LINE,
      Exit.INTERNAL_LINE
    })
final class Certify implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ModelOption model;

  @Mixin private ProofOptions proof;

  @Mixin private NetworkOptions network;

  static final String ANY_ENGINE = "binary32-any-engine"; // the one that exhaustive has

  private static final List<String> PROFILES = List.of(ANY_ENGINE, "binary32-any-order");

  @Option(
      names = "--margin",
      defaultValue = "0",
      paramLabel = "D",
      description =
          "the correct logit must exceed all others by more than D: a decimal or p/q >= 0, in"
              + " logits (default: ${DEFAULT-VALUE})")
  private String marginText;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      arity = "0..1",
      fallbackValue = "binary32-any-engine",
      description =
          "also claim how many inputs every execution within this profile answers correctly:"
              + " binary32-any-engine, which is meant without NAME, or the narrower"
              + " binary32-any-order, which exhaustive has not; with --at-least, which is about real"
              + " numbers, by exhaustive alone (default: none)")
  private String profile;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "how often each token occurs: a JSON list of vocab integers from 1 to 2147483647; inputs"
              + " of independent tokens are weighed by them (default: all alike)")
  private Path weights;

  @ArgGroup(multiplicity = "1")
  private Signing signing;

  /** Either a key or the explicit wish for none. */
  static final class Signing {
    @Option(
        names = "--key",
        required = true,
        paramLabel = "DIR",
        description = "folder with the private keys that `assay keygen` made")
    private Path key;

    @Option(
        names = "--unsigned",
        required = true,
        description = "instead of --key: write a certificate without signatures")
    private boolean unsigned;
  }

  @Mixin private PasswordOption password;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "certificate to write, by custom NAME.cert.json (required)")
  private Path out;

  @ArgGroup(multiplicity = "0..1")
  private Checking checking;

  /** Which checker decides first. */
  static final class Checking {
    @Option(
        names = "--checker",
        required = true,
        paramLabel = "PATH",
        description =
            "the checker's program (default: checker/bin/assay-check of this source tree)")
    private Path checker;

    @Option(
        names = "--no-check",
        required = true,
        description =
            "sign without having the checker decide first; by a strategy with hints it may count"
                + " a little less than is claimed then (default: false)")
    private boolean none;
  }

  @Option(
      names = "--allow-trivial",
      description =
          "write also what proves no more than giving the same answer always gets right (default:"
              + " false)")
  private boolean trivial;

  @Option(names = "--force", description = "overwrite an existing certificate (default: false)")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    Margin margin = margin();
    if (proof.isExhaustive(network.given().isPresent())) return program(margin);
    Optional<HalfSpaces> halfSpaces = proof.halfSpaces();
    if (halfSpaces.isPresent()) return halfSpaces(margin, halfSpaces.get());
    Optional<CheapestProof.Request> request = proof.request();
    if (network.given().isPresent()) return renumbered(margin);
    Optional<Strategy> strategy =
        request.isEmpty() ? Optional.of(proof.strategy()) : Optional.empty();
    profile();
    NewFiles files = files();
    Demand demand =
        new Demand(margin, weights == null ? TokenWeights.UNIFORM : WeightsFile.read(weights));
    Optional<Signatory> signatory = signatory();
    Certified said = new Certified(spec.commandLine().getOut());
    Model read = Certifier.readModel(model.file());
    if (weights != null) WeightsFile.requireVocab(weights, demand.tokens(), read.vocab());
    said.reading(read);
    Certifier.Certified certified = certified(strategy, demand, signatory);
    requireMoreThanConstant(certified.statement().claim());
    files.write(out, certified.bytes());
    said.claim(certified.statement(), !signing.unsigned);
    said.next(out, model.file(), Optional.ofNullable(signing.key), certified.operations());
    return Exit.DONE;
  }

  /** Writes the certificate, and nothing that is read. */
  private NewFiles files() throws IOException {
    if (signing.unsigned && password.isGiven()) {
      throw usage("--password-file: --unsigned needs no password", null);
    }
    password.requireFile();
    NewFiles files =
        new NewFiles(force)
            .reading(model.file(), weights, password.file())
            .reading(keyFiles())
            .reading(network.files().toArray(Path[]::new))
            .reading(checking == null ? null : checking.checker);
    files.requireWritable(out);
    return files;
  }

  /** By going through all inputs of a network that is written out step by step. */
  private int program(Margin margin) throws IOException {
    if (weights != null) throw usage("--weights: exhaustive has none", null);
    Optional<String> executions = namedProfile();
    if (executions.isPresent() && !executions.get().equals(ANY_ENGINE)) {
      throw usage("--profile: exhaustive has " + ANY_ENGINE + " alone", null);
    }
    network.requireAll();
    NewFiles files = files();
    Optional<Signatory> signatory = signatory();
    CertifiedProgram said = new CertifiedProgram(spec.commandLine().getOut());
    ProgramOrder order = order(margin, said);
    ProgramOrder.Proved proved;
    try {
      order.requirePossible();
      if (order.inputs() instanceof Drawn drawn && drawn.value().isEmpty()) {
        files.write(out, order.commitment());
        said.commitment(out, drawn, order.commitment());
        return Exit.DONE;
      }
      proved = order.prove(model.file(), checker(), executions);
    } catch (ModelRefusal e) {
      throw e.of(model.file());
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage(), e);
    }
    NetworkStatement statement = proved.statement();
    long constant = proved.predicted().constant();
    if (!said.isMet(statement, proof.demanded())) {
      throw new NotMet(said.less(statement, proof.demanded()), null);
    }
    if (!trivial && statement.correct().compareTo(BigInteger.valueOf(constant)) <= 0) {
      throw new NotMet(said.trivial(statement, constant), null);
    }
    files.write(out, Certifier.signed(statement, signatory));
    said.claim(proved, !signing.unsigned);
    new Certified(spec.commandLine().getOut())
        .next(out, model.file(), Optional.ofNullable(signing.key), proved.operations());
    return Exit.DONE;
  }

  /** By counting half-spaces of a network of one layer. */
  private int halfSpaces(Margin margin, HalfSpaces strategy) throws IOException {
    String by = HalfSpaces.NAME;
    if (weights != null) throw usage("--weights: " + by + " has none", null);
    if (profile != null) throw usage("--profile: " + by + " has none yet", null);
    if (!network.isTaskAlone()) network.requireAll(by);
    NewFiles files = files();
    Optional<Signatory> signatory = signatory();
    CertifiedProgram said = new CertifiedProgram(spec.commandLine().getOut());
    HalfSpacesOrder.Proved proved;
    try {
      ProgramOrder question = network.isTaskAlone() ? byNames(margin, said) : order(margin, said);
      HalfSpacesOrder order = new HalfSpacesOrder(question, strategy, proof.budget());
      proved = order.prove(model.file(), checker());
    } catch (ModelRefusal e) {
      throw e.of(model.file());
    } catch (BudgetTooSmall e) {
      throw new NotMet("--" + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage(), e);
    }
    NetworkStatement statement = proved.statement();
    if (!said.isMet(statement, proof.demanded())) {
      throw new NotMet(said.less(statement, proof.demanded()), null);
    }
    requireMoreThan(proved.constant(), statement.correct(), statement.total());
    files.write(out, Certifier.signed(statement, signatory));
    said.predicted(statement, proved.predicted());
    said.claim(statement, !signing.unsigned);
    new Certified(spec.commandLine().getOut())
        .next(out, model.file(), Optional.ofNullable(signing.key), proved.operations());
    return Exit.DONE;
  }

  /** By a strategy for one head of attention, of another task than the maximum. */
  private int renumbered(Margin margin) throws IOException {
    String option = network.given().orElseThrow();
    if (weights != null) throw usage("--weights: not with " + option, null);
    if (profile != null) throw usage("--profile: not with " + option + " yet", null);
    Strategy strategy = proof.strategy();
    if (!network.isTaskAlone()) network.requireAll();
    NewFiles files = files();
    Optional<Signatory> signatory = signatory();
    CertifiedProgram said = new CertifiedProgram(spec.commandLine().getOut());
    RelabelledOrder.Proved proved;
    try {
      ProgramOrder question = network.isTaskAlone() ? byNames(margin, said) : order(margin, said);
      proved = new RelabelledOrder(question, strategy).prove(model.file(), checker());
    } catch (ModelRefusal e) {
      throw e.of(model.file());
    } catch (BudgetTooSmall e) {
      throw new NotMet("--" + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage(), e);
    }
    NetworkStatement statement = proved.statement();
    requireMoreThan(proved.constant(), statement.correct(), statement.total());
    files.write(out, Certifier.signed(statement, signatory));
    said.claim(statement, !signing.unsigned);
    new Certified(spec.commandLine().getOut())
        .next(out, model.file(), Optional.ofNullable(signing.key), proved.accepted().operations());
    return Exit.DONE;
  }

  /** A file with the names of version 1, read as every such file is. */
  private ProgramOrder byNames(Margin margin, CertifiedProgram said) throws IOException {
    Model read = Certifier.readModel(model.file());
    ProgramOrder order = network.order(TensorFile.read(model.file()), read, margin);
    said.reading(new NetworkOptions.Read(order.program(), Reading.AS, List.of()), order);
    return order;
  }

  private ProgramOrder order(Margin margin, CertifiedProgram said) throws IOException {
    TensorFile read = TensorFile.read(model.file());
    Certifier.requireName(model.file(), read.fileName());
    try {
      Inputs inputs = network.inputs();
      NetworkOptions.Read written = network.read(read, inputs.length());
      ProgramOrder order = network.order(read, written, inputs, margin);
      said.reading(written, order);
      return order;
    } catch (ModelRefusal e) {
      throw e.of(model.file());
    }
  }

  /** What is read in the folder of keys; other files in it are none of ours. */
  private Path[] keyFiles() {
    return signing.unsigned
        ? new Path[0]
        : Signatory.fileNames().stream().map(signing.key::resolve).toArray(Path[]::new);
  }

  private Certifier.Certified certified(
      Optional<Strategy> strategy, Demand demand, Optional<Signatory> signatory)
      throws IOException {
    try {
      return strategy.isPresent()
          ? new Certifier(new Order(strategy.get(), demand, profile()), checker(), signatory)
              .certify(model.file())
          : cheapest(demand, proof.request().orElseThrow(), signatory);
    } catch (CheapestProof.NotMet e) {
      throw new NotMet(e.getMessage(), e);
    } catch (BudgetTooSmall e) {
      throw new NotMet("--" + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage(), e);
    }
  }

  private Optional<Signatory> signatory() throws IOException {
    if (signing.unsigned) return Optional.empty();
    Signatory signatory = Signatory.read(signing.key, password::password);
    if (password.isUnused()) {
      spec.commandLine()
          .getErr()
          .println(
              "--password-file: not needed, the private keys in "
                  + signing.key
                  + " are not encrypted");
    }
    return Optional.of(signatory);
  }

  private void requireMoreThanConstant(Claim claim) {
    requireMoreThan(ConstantAnswer.of(claim), claim.correct(), claim.total());
  }

  private void requireMoreThan(ConstantAnswer constant, BigInteger correct, BigInteger total) {
    if (trivial || correct.compareTo(constant.correct()) > 0) return;
    throw new NotMet(
        "proved: "
            + correct
            + " of "
            + total
            + ", want more than "
            + constant.correct()
            + ", which answering "
            + constant.token()
            + " always gets right; --allow-trivial writes it nevertheless",
        null);
  }

  private Optional<String> profile() {
    if (profile != null && proof.request().isPresent()) {
      throw usage("--profile: needs --strategy", null);
    }
    return namedProfile();
  }

  private Optional<String> namedProfile() {
    if (profile != null && !PROFILES.contains(profile)) {
      throw usage("--profile: got " + profile + ", want " + String.join(" or ", PROFILES), null);
    }
    return Optional.ofNullable(profile);
  }

  private Certifier.Certified cheapest(
      Demand demand, CheapestProof.Request request, Optional<Signatory> signatory)
      throws IOException {
    CheckerProcess checker =
        checker().orElseThrow(() -> usage("--at-least: needs the checker's count", null));
    PrintWriter stdout = spec.commandLine().getOut();
    Certifier.Certified found =
        new CheapestProof(model.file(), demand, checker, request, stdout).find();
    return Certifier.signed(found, signatory);
  }

  private Margin margin() {
    try {
      return Margin.parse(marginText);
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage(), e);
    }
  }

  private Optional<CheckerProcess> checker() throws IOException {
    if (checking == null) return Optional.of(new CheckerProcess(Project.checker()));
    if (!checking.none) return Optional.of(new CheckerProcess(checking.checker));
    spec.commandLine().getErr().println("--no-check: no checker has decided this certificate");
    return Optional.empty();
  }

  private ParameterException usage(String message, Throwable cause) {
    return new ParameterException(spec.commandLine(), message, cause);
  }
}
