// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.torch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.assay.generator.model.ModelRefusal;

/**
 * The zip archive of {@code torch.save}: {@code NAME/data.pkl}, and {@code NAME/data/KEY} for each
 * storage. It is read by its central directory, because PyTorch stores members with their sizes
 * behind them, which no stream reader of Java takes. Java does not compare the check sum of a
 * member when it reads it this way, so that is done here.
 */
final class TorchArchive implements AutoCloseable {
  private static final int MAX_MEMBERS = 100_000;
  private static final long MAX_BYTES = 256L << 20;

  private final ZipFile zip;
  private final String prefix;

  private TorchArchive(ZipFile zip, String prefix) {
    this.zip = zip;
    this.prefix = prefix;
  }

  static TorchArchive open(Path file) throws IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new ModelRefusal("is a zip archive that cannot be read: %s", e.getMessage());
    }
    try {
      TorchArchive archive = new TorchArchive(zip, prefix(zip));
      archive.requireLittleEndian();
      return archive;
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  /** The folder of the one data.pkl, with its slash. */
  private static String prefix(ZipFile zip) throws ModelRefusal {
    if (zip.size() > MAX_MEMBERS) {
      throw new ModelRefusal("zip archive: got %d members, limit %d", zip.size(), MAX_MEMBERS);
    }
    List<String> names = names(zip);
    Set<String> once = new HashSet<>();
    for (String name : names) {
      if (!once.add(name)) throw new ModelRefusal("zip archive: member %s is there twice", name);
    }
    List<String> pickles = names.stream().filter(n -> n.matches("([^/]+/)?data\\.pkl")).toList();
    if (pickles.size() != 1) {
      throw new ModelRefusal(
          "is a zip archive with %d members data.pkl, want one: no file of torch.save",
          pickles.size());
    }
    String pickle = pickles.get(0);
    String prefix = pickle.substring(0, pickle.length() - "data.pkl".length());
    if (once.contains(prefix + "constants.pkl")) {
      throw new ModelRefusal(
              "is a TorchScript archive: it holds code. With Python, where it was made:")
          .advising(List.of("torch.save(model.state_dict(), \"model.pt\")"));
    }
    return prefix;
  }

  /** All names; Java says without a checked exception that it cannot decode a comment. */
  private static List<String> names(ZipFile zip) throws ModelRefusal {
    try {
      return zip.stream().map(ZipEntry::getName).toList();
    } catch (IllegalArgumentException e) {
      throw new ModelRefusal("zip archive: a member's name or comment is no UTF-8");
    }
  }

  private void requireLittleEndian() throws IOException {
    if (zip.getEntry(prefix + "byteorder") == null) return; // before PyTorch 2.1
    String order = new String(member("byteorder"), US_ASCII);
    if (!order.equals("little")) {
      throw new ModelRefusal("zip archive: got byte order \"%s\", want little", order);
    }
  }

  byte[] pickle() throws IOException {
    return member("data.pkl");
  }

  byte[] storage(Storage storage) throws IOException {
    if (!storage.key().matches("[0-9A-Za-z_]{1,64}")) {
      throw new ModelRefusal("zip archive: a storage has no proper name");
    }
    return member("data/" + storage.key());
  }

  private byte[] member(String name) throws IOException {
    ZipEntry entry = zip.getEntry(prefix + name);
    if (entry == null) throw new ModelRefusal("zip archive: member %s is missing", name);
    if (entry.getSize() > MAX_BYTES) {
      throw new ModelRefusal(
          "zip archive: member %s: got %d bytes, limit %d", name, entry.getSize(), MAX_BYTES);
    }
    byte[] bytes;
    try (InputStream in = zip.getInputStream(entry)) {
      bytes = in.readNBytes((int) MAX_BYTES + 1);
    } catch (EOFException e) { // without a word from Java
      throw new ModelRefusal("zip archive: member %s begins behind the end of the file", name);
    } catch (ZipException e) {
      throw new ModelRefusal("zip archive: member %s: %s", name, e.getMessage());
    }
    CRC32 sum = new CRC32();
    sum.update(bytes);
    if (bytes.length != entry.getSize() || sum.getValue() != entry.getCrc()) {
      throw new ModelRefusal("zip archive: member %s is damaged: check sum or size", name);
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
