// SPDX-License-Identifier: Apache-2.0
package org.assay.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.assay.generator.fleet.Fleet;

/** The SHA-256 of some files, in hexadecimal, in their order. */
record DigestJob(List<String> uris) implements Fleet.Job<ArrayList<String>> {
  @Override
  public ArrayList<String> run(Fleet.Site site) throws IOException {
    Configuration hadoop = CheckJob.hadoop();
    ArrayList<String> digests = new ArrayList<>();
    for (String uri : uris) {
      Path path = new Path(uri);
      try (InputStream in =
          new DigestInputStream(path.getFileSystem(hadoop).open(path), sha256())) {
        in.transferTo(java.io.OutputStream.nullOutputStream());
        byte[] digest = ((DigestInputStream) in).getMessageDigest().digest();
        digests.add(HexFormat.of().formatHex(digest));
      }
    }
    return digests;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
