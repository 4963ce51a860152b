// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assay.checker.json.Sha256;
import org.assay.checker.signature.TestSigner;

/**
 * A folder with a model that always answers right, and certificates of it. v = 2, K = 2, other
 * sizes 1, equal attention: logit 0 is 0, logit 1 is x_L plus the mean of the tokens minus 1/4. The
 * margins of 00, 01, 10, 11 are 1/4, 5/4, 1/4, 7/4.
 */
public final class Scenario {
  final Path folder;
  public final byte[] model;
  public final String sha256;

  public Scenario(Path folder) throws IOException {
    this(folder, 2);
  }

  /** With more tokens than two, all further ones are like token 0. */
  public Scenario(Path folder, int vocab) throws IOException {
    this.folder = folder;
    this.model = model(vocab);
    this.sha256 = Sha256.of(model);
    Files.write(folder.resolve("tiny.safetensors"), model);
  }

  public Path write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  public byte[] payload(String correct) {
    return payload("\"k\":2,\"vocab\":2,\"dModel\":1,\"dHead\":1,\"margin\":\"0\"", correct);
  }

  public byte[] payload(String sizes, String correct) {
    return ascii(
        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"tiny\",\"digest\":"
            + ("{\"sha256\":\"" + sha256 + "\"}}],\"predicateType\":\"urn:assay:certificate:v1\",")
            + ("\"predicate\":{\"claim\":{" + sizes + ",\"correct\":\"" + correct + "\",")
            + "\"total\":\"4\"},\"strategy\":{\"name\":\"brute-force\"}}}\n");
  }

  public byte[] unsigned(String correct) {
    return TestSigner.unsigned(payload(correct));
  }

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] model(int v) {
    String prefix = "blocks.0.attn.";
    String header =
        Stream.of(
                tensor("embed.W_E", v + ",1", 0, v),
                tensor("pos_embed.W_pos", "2,1", v, v + 2),
                tensor(prefix + "W_Q", "1,1,1", v + 2, v + 3),
                tensor(prefix + "W_K", "1,1,1", v + 3, v + 4),
                tensor(prefix + "W_V", "1,1,1", v + 4, v + 5),
                tensor(prefix + "W_O", "1,1,1", v + 5, v + 6),
                tensor("unembed.W_U", "1," + v, v + 6, 2 * v + 6),
                tensor("unembed.b_U", "" + v, 2 * v + 6, 3 * v + 6))
            .collect(Collectors.joining(",", "{", "}"));
    float[] weights = new float[3 * v + 6];
    weights[1] = 1; // W_E
    weights[v + 4] = 1; // W_V
    weights[v + 5] = 1; // W_O
    weights[v + 7] = 1; // W_U
    weights[2 * v + 7] = -0.25f; // b_U
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length() + 4 * weights.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length()).put(ascii(header));
    for (float weight : weights) {
      file.putFloat(weight);
    }
    return file.array();
  }

  private static String tensor(String name, String shape, int from, int to) {
    return "\"%s\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
        .formatted(name, shape, 4 * from, 4 * to);
  }
}
