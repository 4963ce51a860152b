// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What lies in an archive is looked at before the work, and only what is there is said. */
class PublishTest {
  private static final Path MODEL =
      Path.of("src/test/resources/models/max-of-3-vocab-32.safetensors");

  @TempDir private Path folder;
  private final Session session = new Session();
  private Path archive;
  private Path models;

  @BeforeEach
  void anArchiveOfOneModel() throws IOException {
    archive = folder.resolve("archive");
    models = Files.createDirectories(archive.resolve("models"));
    Files.copy(MODEL, models.resolve("one.safetensors"));
  }

  /** With a checker that says that it was asked. */
  private void publish(int exit) throws IOException {
    Path asked = folder.resolve("asked");
    Path checker = folder.resolve("checker");
    Files.writeString(checker, "#!/bin/sh\n: >'" + asked + "'\nexit 70\n");
    assertTrue(checker.toFile().setExecutable(true));
    publish(exit, checker);
    assertFalse(Files.exists(asked), "the work began: " + session.err());
  }

  private void publish(int exit, Path checker) {
    session.run(
        exit,
        "publish",
        "--dir",
        archive,
        "--name",
        "b",
        "--strategy",
        "cubic",
        "--checker",
        checker);
  }

  @Test
  void whatIsNoCertificateIsNotTakenForOne() throws Exception {
    Path certificate = archive.resolve("one/cubic.cert.json");
    Files.createDirectories(certificate.getParent());
    Files.createFile(certificate);
    publish(66);
    assertTrue(session.err().contains(certificate + ": is no certificate"), session.err());
    Files.writeString(certificate, "OLD");
    publish(66);
    assertTrue(
        session.err().contains(certificate + ": is no certificate: envelope: line 1, column "),
        session.err());
    assertFalse(session.err().contains("Source"), session.err());
    Files.delete(certificate);
    Files.createSymbolicLink(certificate, models.resolve("one.safetensors"));
    publish(66);
    assertTrue(session.err().contains(certificate + ": is no certificate"), session.err());
    Files.delete(certificate);
    Files.createSymbolicLink(certificate, folder.resolve("nowhere"));
    publish(66);
  }

  @Test
  void aCertificateOfAnotherModelOrStrategyIsNotTakenForThisOne() throws Exception {
    publish(0, RealChecker.in(folder));
    Path certificate = archive.resolve("one/cubic.cert.json");
    publish(0);
    assertTrue(session.out().contains("every model has a certificate"), session.out());
    Files.copy(
        Path.of("../certificates/models/max-of-4-vocab-64-seed-50.safetensors"),
        models.resolve("two.safetensors"));
    Files.createDirectories(archive.resolve("two"));
    Files.copy(certificate, archive.resolve("two/cubic.cert.json"));
    publish(66);
    assertTrue(session.err().contains("two/cubic.cert.json: is of SHA-256"), session.err());
    Files.copy(certificate, archive.resolve("one/brute-force.cert.json"));
    session.run(
        66,
        "publish",
        "--dir",
        archive,
        "--name",
        "c",
        "--strategy",
        "brute-force",
        "--checker",
        "none");
    assertTrue(session.err().contains("is by cubic, want brute-force"), session.err());
  }

  @Test
  void anArchiveWithoutModelsIsNone() throws Exception {
    Files.delete(models.resolve("one.safetensors"));
    publish(66);
    assertTrue(session.err().contains("no models in " + models), session.err());
    Files.delete(models);
    publish(66);
    assertTrue(session.err().contains("archive " + archive + ": has no folder"), session.err());
  }

  @Test
  void whatWillBeAddedToIsReadBeforeTheWork() throws Exception {
    Path policy = archive.resolve("policy.json");
    for (String bad : List.of("", "OLD", "{}", "{\"signers\":[{\"keys\":[{}]}]}")) {
      Files.writeString(policy, bad);
      publish(66);
      assertTrue(session.err().contains(policy.toString()), session.err());
      assertFalse(session.err().contains("Source"), session.err());
      assertEquals(bad, Files.readString(policy));
    }
    Files.delete(policy);
    Path other = Files.createDirectories(archive.resolve("x")).resolve("other.cert.json");
    Files.writeString(other, "OLD");
    publish(66);
    assertTrue(session.err().contains(other.toString()), session.err());
  }

  @Test
  @Tag("long")
  void noCertificateIsNamedBeforeItIsThere() throws Exception {
    Path second = models.resolve("two.safetensors");
    Files.copy(models.resolve("one.safetensors"), second);
    Path real = RealChecker.in(folder);
    Path once = folder.resolve("once");
    Files.writeString(
        once,
        "#!/bin/sh\nfor model; do case $model in */two.safetensors) exit 1;; esac; done\nexec '"
            + real
            + "' \"$@\"\n");
    assertTrue(once.toFile().setExecutable(true));
    publish(70, once);
    assertTrue(session.out().contains("one.safetensors: proved "), session.out());
    assertFalse(session.out().contains("cert.json"), session.out());
    publish(0, real);
    for (String name : List.of("one", "two")) {
      Path certificate = archive.resolve(name).resolve("cubic.cert.json");
      assertTrue(session.out().contains(certificate + ": "), session.out());
      assertTrue(Files.exists(certificate));
    }
  }

  @Test
  @Timeout(60)
  void nobodyIsWaitedForAtANamedPipe() throws Exception {
    for (Path pipe :
        List.of(
            models.resolve("pipe.safetensors"),
            archive.resolve("policy.json"),
            Files.createDirectories(archive.resolve("x")).resolve("x.cert.json"),
            Files.createDirectories(archive.resolve("one")).resolve("cubic.cert.json"))) {
      assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
      publish(66);
      assertTrue(session.err().contains(pipe + ": is no regular file"), session.err());
      Files.delete(pipe);
    }
  }

  @Test
  void nothingIsWrittenThroughALinkOrIntoAFolderOfOthers() throws Exception {
    for (String name : List.of("one", "keys")) {
      Path link = Files.createSymbolicLink(archive.resolve(name), models);
      publish(66);
      assertTrue(session.err().contains(link + ": is a symbolic link"), session.err());
      Files.delete(link);
    }
    for (String name : List.of("models", "keys")) {
      Path model = Files.copy(MODEL, models.resolve(name + ".safetensors"));
      publish(66);
      assertTrue(session.err().contains("rename the model"), session.err());
      Files.delete(model);
    }
    assertEquals(List.of("one.safetensors"), List.of(models.toFile().list()));
  }

  /** Programs and circuits lie in one archive; what is asked of a program stands beside it. */
  @Test
  @Tag("long")
  void programsHaveAQuestionBesideThem() throws Exception {
    Path made = Path.of("src/test/resources/networks");
    Files.copy(made.resolve("s4.safetensors"), models.resolve("s4.safetensors"));
    Files.copy(made.resolve("s4.json"), models.resolve("s4.config.json"));
    Path question = models.resolve("s4.question.json");
    Path checker = RealChecker.in(folder);
    Object[] words = {"publish", "--dir", archive, "--name", "p", "--strategy", "exhaustive"};
    session.run(0, words);
    assertTrue(session.out().contains("no model has a question, a file NAME"), session.out());
    String asked =
        "{\"config\":\"s4.config.json\",\"task\":\"compose:4,right-first\",\"inputs\":\"0..23 0..23"
            + " 24\",\"outputs\":\"0..23\",\"answer\":\"last\",\"profile\":\"binary32-any-engine\"}";
    for (String[] wrong :
        new String[][] {
          {"{", "is no JSON"},
          {"{\"x\":\"y\"}", "got x, want texts for [config, task"},
          {"{\"task\":3}", "got task, want texts for"},
          {"{\"config\":\"s4.config.json\"}", "needs --task: nothing is guessed"},
          {asked.replace("compose:4", "compose:9"), "--task: "},
          {asked.replace("0..23 24", "0..23 99"), "got token 99"},
          {asked.replace("any-engine", "any-order"), "profile: got binary32-any-order, want"},
          {asked.replace("s4.config", "s5.config"), "s5.config.json: no such file"}
        }) {
      Files.writeString(question, wrong[0]);
      session.run(66, words);
      assertTrue(session.err().contains(wrong[1]), wrong[0] + ": " + session.err());
    }
    Files.writeString(question, asked);
    List<Object> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--checker", checker));
    session.run(0, all.toArray());
    assertTrue(session.out().contains("s4.safetensors: proved 576 of 576"), session.out());
    Path certificate = archive.resolve("s4/exhaustive.cert.json");
    String index = Files.readString(archive.resolve("index.json"));
    assertTrue(
        index.contains(
            "\"strategy\":\"exhaustive\",\"margin\":\"0\",\"correct\":\"576\",\"total\":\"576\""),
        index);
    session.run(0, all.toArray());
    assertTrue(session.out().contains("every model with a question has"), session.out());
    publish(0, checker); // by cubic: the circuit alone
    assertTrue(Files.exists(archive.resolve("one/cubic.cert.json")), session.out());
    assertFalse(Files.exists(archive.resolve("s4/cubic.cert.json")));
    pageOf(certificate, checker);
  }

  private void pageOf(Path certificate, Path checker) throws IOException {
    Path page = folder.resolve("page");
    session.run(
        0,
        "report",
        "--certificate",
        certificate,
        "--policy",
        archive.resolve("policy.json"),
        "--checker",
        checker,
        "--out",
        page);
    String html = Files.readString(page.resolve("index.html"));
    assertTrue(html.contains("<strong>576</strong> of the 576 inputs"), html);
    assertTrue(html.contains("outputs 0 to 23"), html);
    assertTrue(html.contains("keeps the assumptions of binary32-any-engine is right"), html);
    assertTrue(html.contains("<th scope=\"row\">Proved of every execution within"), html);
    assertTrue(html.contains("<td class=\"t\">p (Ed25519, ML-DSA-65)</td>"), html);
    assertTrue(html.contains("attention(l0.q, l0.k, l0.v), 2 heads"), html);
    assertTrue(html.contains("<th scope=\"row\">Parameters</th><td class=\"t\">21,288</td>"), html);
  }
}
