// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import static org.assay.generator.model.ModelRefusal.require;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assay.generator.files.Input;

/**
 * A one-layer, one-head attention model, every weight exact. Matrices are [rows][columns]; a bias
 * that the file lacks is zero.
 */
public final class Model {
  private static final long MAX_BYTES = 256L << 20; // F-01 (b)

  private final String fileName;
  private final String sha256;
  private final Architecture sizes;
  private final Map<String, Tensor> tensors;

  private Model(String fileName, String sha256, Architecture sizes, Map<String, Tensor> tensors) {
    this.fileName = fileName;
    this.sha256 = sha256;
    this.sizes = sizes;
    this.tensors = tensors;
  }

  /**
   * @throws ModelRefusal naming the file, if it is malformed or not of the one architecture
   */
  public static Model read(Path file) throws IOException {
    try {
      Optional<String> noFile = Input.noFile(file);
      require(noFile.isEmpty(), "%s", noFile.orElse(""));
      require(Files.size(file) <= MAX_BYTES, "got %d bytes, limit %d", Files.size(file), MAX_BYTES);
      return parse(String.valueOf(file.getFileName()), Files.readAllBytes(file));
    } catch (ModelRefusal e) {
      throw e.of(file);
    }
  }

  static Model parse(String fileName, byte[] file) throws ModelRefusal {
    SafetensorsHeader header = SafetensorsHeader.read(file);
    Architecture sizes = Architecture.of(header.entries()); // names, then types, then shapes
    Map<String, Tensor> tensors = new TreeMap<>();
    for (Map.Entry<String, SafetensorsHeader.Entry> named : header.entries().entrySet()) {
      if (Architecture.isIgnored(named.getKey())) continue;
      ByteBuffer data =
          ByteBuffer.wrap(file)
              .position(header.dataOffset())
              .slice()
              .position((int) named.getValue().begin())
              .limit((int) named.getValue().end())
              .order(ByteOrder.LITTLE_ENDIAN);
      tensors.put(named.getKey(), tensor(named.getKey(), named.getValue(), data));
    }
    return new Model(fileName, digest(file), sizes, tensors);
  }

  /**
   * Of matrices by the names of spec F-12; a bias has one row, and may be absent. Requires: shapes
   * that fit.
   */
  public static Model of(String fileName, String sha256, Map<String, double[][]> matrices) {
    Architecture sizes =
        new Architecture(
            matrices.get(Architecture.P).length,
            matrices.get(Architecture.E).length,
            matrices.get(Architecture.E)[0].length,
            matrices.get(Architecture.ATTENTION + "W_Q")[0].length);
    Map<String, Tensor> tensors = new TreeMap<>();
    matrices.forEach((name, matrix) -> tensors.put(name, Tensor.of(matrix)));
    return new Model(fileName, sha256, sizes, tensors);
  }

  private static Tensor tensor(String name, SafetensorsHeader.Entry entry, ByteBuffer data)
      throws ModelRefusal {
    Dtype dtype = Dtype.named(entry.dtype()).orElseThrow();
    double[] values = new double[data.remaining() / dtype.bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] = dtype.next(data);
      require(Double.isFinite(values[i]), "tensor %s: entry %d is %s", name, i, values[i]); // (f)
    }
    return new Tensor(entry.shape().stream().map(Math::toIntExact).toList(), values);
  }

  /**
   * Another model, whose positions are all the mean of this one's: to see what positions matter. No
   * proof about it says anything about this one.
   */
  public Model withPositionsAlike() {
    Tensor positions = tensors.get(Architecture.P);
    Map<String, Tensor> changed = new TreeMap<>(tensors);
    changed.put(Architecture.P, positions.withRowsAlike());
    return new Model(fileName + ", positions alike", "", sizes, changed);
  }

  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public String fileName() {
    return fileName;
  }

  public String sha256() {
    return sha256;
  }

  public int k() {
    return sizes.k();
  }

  public int vocab() {
    return sizes.vocab();
  }

  public int dModel() {
    return sizes.dModel();
  }

  public int dHead() {
    return sizes.dHead();
  }

  /** Token embedding [vocab][dModel]. */
  public double[][] embed() {
    return tensors.get(Architecture.E).matrix();
  }

  /** Position embedding [k][dModel]. */
  public double[][] positions() {
    return tensors.get(Architecture.P).matrix();
  }

  /** Unembedding [dModel][vocab]. */
  public double[][] unembed() {
    return tensors.get(Architecture.U).matrix();
  }

  /** Bias of the unembedding, one row. */
  public double[][] unembedBias() {
    return orZero(Architecture.B_U, vocab());
  }

  /** Projection Q, K or V [dModel][dHead], or O [dHead][dModel]. */
  public double[][] projection(char letter) {
    return tensors.get(Architecture.ATTENTION + "W_" + letter).matrix();
  }

  /** Bias of projection Q, K, V or O, one row. */
  public double[][] bias(char letter) {
    return orZero(Architecture.ATTENTION + "b_" + letter, letter == 'O' ? dModel() : dHead());
  }

  private double[][] orZero(String name, int size) {
    Tensor tensor = tensors.get(name);
    return tensor == null ? new double[1][size] : tensor.matrix();
  }
}
