// SPDX-License-Identifier: Apache-2.0
package org.assay.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assay.generator.files.NewFiles;
import org.assay.generator.fleet.CheckRequest;

/** Where receipts go: FOLDER/STEM/NAME.receipt.json of the certificate STEM/NAME.cert.json. */
final class ReceiptFolder {
  private final List<Path> places = new ArrayList<>();

  /**
   * @throws IOException if one is there already, or two certificates would share one
   */
  ReceiptFolder(Optional<CheckRequest.Receipts> wanted, List<Places.Certificate> certificates)
      throws IOException {
    if (wanted.isEmpty()) return;
    Set<Path> taken = new HashSet<>();
    for (Places.Certificate one : certificates) {
      Path place = wanted.get().folder().resolve(inFolder(one));
      if (!taken.add(place)) {
        throw new IOException(
            one.shown() + ": another certificate has the same folder and name; check it apart");
      }
      if (Files.exists(place)) throw new IOException(place + ": exists");
      places.add(place);
    }
  }

  private static Path inFolder(Places.Certificate one) {
    String[] names = one.uri().split("/");
    String stem = names.length > 1 ? names[names.length - 2] : "";
    return Path.of(stem, one.name().replaceAll("cert\\.json$", "receipt.json"));
  }

  /** Writes that of a certificate, if one was made. */
  void write(int certificate, byte[] receipt) throws IOException {
    if (receipt.length == 0) return;
    Path place = places.get(certificate);
    Files.createDirectories(place.getParent());
    new NewFiles().write(place, receipt);
  }
}
