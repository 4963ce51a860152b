// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Where things lie, as the person spelled it who asked for the page: so the commands on the page
 * work in the folder where it was made.
 *
 * @param page the folder of the page
 * @param models the folder of the models
 * @param certificates the folder that has a folder of certificates for each model
 * @param policy the file of trusted signers; empty: there is none
 * @param assay what a person types to run this program
 * @param check what a person types to run the checker
 */
public record Places(
    Path page, Path models, Path certificates, Optional<Path> policy, String assay, String check) {

  /** A link on the page: relative, percent-encoded. */
  String link(Path file) {
    Path from = page.toAbsolutePath().normalize();
    Path relative = from.relativize(file.toAbsolutePath().normalize());
    return StreamSupport.stream(relative.spliterator(), false)
        .map(part -> URLEncoder.encode(part.toString(), StandardCharsets.UTF_8))
        .map(part -> part.replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }

  /** The command that checks a certificate, or all of a folder, again. */
  String checking(Path place) {
    String trust = policy.map(file -> "--policy " + quoted(file.toString())).orElse("--unsigned");
    return String.format(
        Locale.ROOT,
        "%s %s --models %s %s",
        quoted(check),
        trust,
        quoted(models.toString()),
        quoted(place.toString()));
  }

  /** The command that makes the proof of a row again. */
  String making(StudyRow row) {
    String options = row.options().isEmpty() ? "" : " " + row.options();
    return String.format(
        Locale.ROOT,
        "%s certify --model %s --strategy %s%s --unsigned --out %s",
        quoted(assay),
        quoted(models.resolve(row.model()).toString()),
        row.strategy(),
        options,
        quoted(row.stem() + "." + row.certificateName()));
  }

  /** As a POSIX shell reads it back. */
  public static String quoted(String word) {
    boolean isPlain = word.matches("[A-Za-z0-9_@%+=:,./-]+") && !word.startsWith("-");
    return isPlain ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
