// SPDX-License-Identifier: Apache-2.0
package org.assay.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and weights that lie in an HDFS of this process, on 127.0.0.1. */
@Tag("long")
class HdfsTest {
  private static final String NAME = "max-of-3-vocab-32-seed-50";
  private static final String CERTIFICATE = "cubic-retest.cert.json";
  private static final Path PUBLISHED = Path.of("../../certificates");
  private static final String POLICY = PUBLISHED.resolve("policy.json").toString();

  @TempDir private Path folder;
  private Workplace work;
  private MiniDFSCluster hdfs;
  private FileSystem files;

  @BeforeEach
  void start() throws IOException {
    work = new Workplace(folder.resolve("home"));
    hdfs =
        new MiniDFSCluster.Builder(new Configuration(), folder.resolve("hdfs").toFile())
            .numDataNodes(1)
            .build();
    hdfs.waitActive();
    files = hdfs.getFileSystem();
    put("models/" + NAME + ".safetensors");
    put(NAME + "/" + CERTIFICATE);
    put(NAME + "/brute-force.cert.json");
  }

  @AfterEach
  void stop() throws IOException {
    files.close();
    hdfs.shutdown();
  }

  private void put(String name) throws IOException {
    files.copyFromLocalFile(
        new org.apache.hadoop.fs.Path(PUBLISHED.resolve(name).toUri()),
        new org.apache.hadoop.fs.Path("/archive/" + name));
  }

  private String place(String name) {
    return files.getUri() + "/archive/" + name;
  }

  @Test
  void theFoldersOfAnHdfsAreThoseOfADisk() throws Exception {
    String there = place("");
    assertTrue(there.startsWith("hdfs://localhost:"), there);
    int exit = work.run("check", "--cluster", "local-cluster[2,1,1024]", "--policy", POLICY, there);
    assertEquals(0, exit, work.err());
    List<String> lines = work.out().lines().toList();
    assertEquals(2, lines.size(), work.out());
    String accepted = "accepted: " + place(NAME + "/");
    assertTrue(lines.get(0).startsWith(accepted + "brute-force.cert.json: "), lines.get(0));
    assertTrue(lines.get(1).startsWith(accepted + CERTIFICATE + ": "), lines.get(1));

    String one = place(NAME + "/brute-force.cert.json");
    exit = work.run("check", "--cluster", "local[2]", "--parts", "3", "--policy", POLICY, one);
    assertEquals(0, exit, work.err());
    assertTrue(work.out().endsWith("brute-force; by parts, added up here\n"), work.out());
  }

  @Test
  void whatAnHdfsLacksOrHasOtherwiseIsNotAccepted() throws Exception {
    String none = place("none");
    assertEquals(66, work.run("check", "--cluster", "local[1]", "--policy", POLICY, none));
    assertTrue(work.err().contains(none + ": no such file or folder"), work.err());

    byte[] changed = Files.readAllBytes(PUBLISHED.resolve("models/" + NAME + ".safetensors"));
    changed[changed.length - 1] ^= 1;
    String model = "/archive/models/" + NAME + ".safetensors";
    try (var out = files.create(new org.apache.hadoop.fs.Path(model), true)) {
      out.write(changed);
    }
    String one = place(NAME + "/" + CERTIFICATE);
    assertEquals(66, work.run("check", "--cluster", "local[1]", "--policy", POLICY, one));
    assertTrue(work.err().contains("no *.safetensors with sha256"), work.err());
    assertEquals("", work.out());
  }
}
