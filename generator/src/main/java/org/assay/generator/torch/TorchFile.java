// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assay.generator.model.ModelRefusal;

/**
 * A file of {@code torch.save}: the zip archive of PyTorch 1.6 and later, or the older form, one
 * pickle behind another and then the numbers.
 */
public final class TorchFile {
  private static final long MAX_NUMBERS = 1L << 28;

  /** Of all storages that are named, and of all tensors: no model may be longer (spec F-01 b). */
  private static final long MAX_BYTES = 256L << 20;

  /** 0x1950a86a20f9469cfc6c as PyTorch's older form begins: a pickle of this one number. */
  private static final byte[] LEGACY = {
    (byte) 0x80,
    2,
    (byte) 0x8a,
    10,
    0x6c,
    (byte) 0xfc,
    (byte) 0x9c,
    0x46,
    (byte) 0xf9,
    0x20,
    0x6a,
    (byte) 0xa8,
    0x50,
    0x19,
    '.'
  };

  private TorchFile() {}

  /**
   * One tensor, in the words of safetensors: its numbers in row-major order, the least significant
   * byte of each first.
   */
  public record Stored(String dtype, List<Long> shape, byte[] bytes) {}

  /** Whether the first bytes are those of a zip archive. */
  public static boolean isZip(byte[] file) {
    return file.length >= 4 && file[0] == 'P' && file[1] == 'K' && file[2] == 3 && file[3] == 4;
  }

  /** Whether the first bytes are those of the older form. */
  public static boolean isLegacy(byte[] file) {
    return file.length >= LEGACY.length
        && ByteBuffer.wrap(file, 0, LEGACY.length).equals(ByteBuffer.wrap(LEGACY));
  }

  /**
   * All tensors of the state dict, in its order.
   *
   * @param file where the bytes lie
   * @param entry a path to the state dict within a checkpoint; empty: where it is found
   * @throws ModelRefusal if the file is neither form, or names anything that could execute code
   */
  public static Map<String, Stored> read(Path file, byte[] bytes, String entry) throws IOException {
    if (isZip(bytes)) {
      try (TorchArchive archive = TorchArchive.open(file)) {
        Object loaded = Pickle.load(ByteBuffer.wrap(archive.pickle()), new Names()).value();
        return stored(StateDict.in(loaded, entry), archive::storage);
      }
    }
    if (isLegacy(bytes)) return legacy(ByteBuffer.wrap(bytes), entry);
    throw new ModelRefusal(
        "is no file of torch.save: want a zip archive with data.pkl, or the form before 1.6");
  }

  private interface Numbers {
    byte[] of(Storage storage) throws IOException;
  }

  private static Map<String, Stored> stored(Map<String, TorchTensor> tensors, Numbers numbers)
      throws IOException {
    Map<String, byte[]> read = new HashMap<>();
    Map<String, Stored> all = new LinkedHashMap<>();
    requireRoom(tensors.values());
    for (Map.Entry<String, TorchTensor> named : tensors.entrySet()) {
      TorchTensor tensor = named.getValue();
      Storage storage = tensor.storage();
      byte[] bytes = read.get(storage.key());
      if (bytes == null) {
        bytes = numbers.of(storage);
        read.put(storage.key(), bytes);
      }
      if (bytes.length != storage.numbers() * storage.type().bytes) {
        throw new ModelRefusal(
            "storage %s of tensor %s: got %d bytes, want %d numbers of %d",
            storage.key(), named.getKey(), bytes.length, storage.numbers(), storage.type().bytes);
      }
      all.put(
          named.getKey(),
          new Stored(storage.type().dtype, tensor.shape(), tensor.contiguous(bytes)));
    }
    return all;
  }

  /** A few bytes can name much: views repeat numbers, and zip archives are compressed. */
  private static void requireRoom(Collection<TorchTensor> tensors) throws ModelRefusal {
    long named = 0;
    long stored = 0;
    Set<Storage> storages = new HashSet<>();
    for (TorchTensor tensor : tensors) {
      Storage storage = tensor.storage();
      named += tensor.numbers() * (long) storage.type().bytes;
      if (storages.add(storage)) {
        stored += Math.min(storage.numbers(), MAX_BYTES + 1) * storage.type().bytes;
      }
      if (Math.max(named, stored) > MAX_BYTES) {
        throw new ModelRefusal("tensors: got more than %d bytes, want at most that", MAX_BYTES);
      }
    }
  }

  /** Four pickles: magic number, protocol, the system, the value; then keys, then the numbers. */
  private static Map<String, Stored> legacy(ByteBuffer bytes, String entry) throws IOException {
    Names names = new Names();
    Pickle.Loaded magic = Pickle.load(bytes, names);
    Pickle.Loaded protocol = Pickle.load(magic.rest(), names);
    if (!Long.valueOf(1001).equals(protocol.value())) {
      throw new ModelRefusal("got another protocol than 1001 of torch.save");
    }
    Pickle.Loaded system = Pickle.load(protocol.rest(), names);
    boolean isLittle =
        system.value() instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("little_endian"));
    if (!isLittle) throw new ModelRefusal("got numbers with the most significant byte first");
    LegacyStorages storages = new LegacyStorages();
    Pickle.Loaded value = Pickle.load(system.rest(), storages);
    Pickle.Loaded keys = Pickle.load(value.rest(), names);
    if (!(keys.value() instanceof List<?> list)) throw new ModelRefusal("got no list of storages");
    storages.read(list, keys.rest().order(ByteOrder.LITTLE_ENDIAN));
    return stored(StateDict.in(value.value(), entry), storages::numbers);
  }

  /** Remembers which storages the value names, because their numbers follow without their kind. */
  private static final class LegacyStorages extends Names {
    private final Map<String, Storage> named = new HashMap<>();
    private final Map<String, byte[]> read = new HashMap<>();

    @Override
    Object persistent(Object id) throws ModelRefusal {
      Storage storage = (Storage) super.persistent(id);
      Storage before = named.putIfAbsent(storage.key(), storage);
      if (before != null && !before.equals(storage)) {
        throw new ModelRefusal("storage %s is named as two kinds", storage.key());
      }
      return storage;
    }

    void read(List<?> keys, ByteBuffer in) throws ModelRefusal {
      for (Object key : keys) {
        Storage storage = key instanceof String ? named.get(key) : null;
        if (storage == null) throw new ModelRefusal("got a storage that no tensor names");
        if (in.remaining() < 8) throw new ModelRefusal("the file is cut off before its numbers");
        long numbers = in.getLong();
        boolean fits =
            numbers == storage.numbers()
                && numbers >= 0
                && numbers <= MAX_NUMBERS
                && numbers * storage.type().bytes <= in.remaining();
        if (!fits) {
          throw new ModelRefusal(
              "storage %s: got %d numbers, want %d: the file is cut off, or damaged",
              storage.key(), numbers, storage.numbers());
        }
        byte[] bytes = new byte[(int) (numbers * storage.type().bytes)];
        in.get(bytes);
        read.put(storage.key(), bytes);
      }
      if (in.hasRemaining()) throw new ModelRefusal("%d bytes follow the numbers", in.remaining());
    }

    byte[] numbers(Storage storage) throws ModelRefusal {
      byte[] bytes = read.get(storage.key());
      if (bytes == null) throw new ModelRefusal("storage %s is not in the file", storage.key());
      return bytes;
    }
  }
}
