// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.torch.Pickle.Tuple;

/**
 * The names that a pickle of tensors may use, and what each makes: the list of {@code torch.load}
 * with {@code weights_only}, less what holds no weights.
 */
class Names {
  private static final String REBUILD = "torch._utils._rebuild_";
  private static final Set<String> FUNCTIONS =
      Set.of(
          "collections.OrderedDict",
          REBUILD + "tensor",
          REBUILD + "tensor_v2",
          REBUILD + "parameter",
          "torch.Size",
          "torch.device",
          "builtins.set",
          "__builtin__.set");
  private static final Set<String> DTYPES =
      Set.of(
          "float16",
          "bfloat16",
          "float32",
          "float64",
          "int8",
          "int16",
          "int32",
          "int64",
          "uint8",
          "bool");

  /** A function, class or type that the pickle names. */
  private record Name(String name) {}

  /** A word that means a value of its own: a dtype or a device, which no weight depends on. */
  private record Word(String text) {}

  Object global(String module, String name) throws ModelRefusal {
    String full = module + "." + name;
    boolean isStorage = module.equals("torch") && Storage.Type.named(name).isPresent();
    if (FUNCTIONS.contains(full) || isStorage) return new Name(full);
    if (module.equals("torch") && DTYPES.contains(name)) return new Word(name);
    throw refused(full, module);
  }

  private static ModelRefusal refused(String full, String module) {
    boolean isOfTorch = module.equals("torch") || module.startsWith("torch.");
    boolean isModule =
        module.startsWith("torch.nn.modules")
            || module.startsWith("transformer_lens")
            || module.equals("__main__");
    if (full.equals("torch.storage.UntypedStorage") || full.matches("torch\\.Complex.*Storage")) {
      return new ModelRefusal("pickle: %s: storages of this kind are not read", full);
    }
    if (isModule) {
      return new ModelRefusal(
              "pickle: it names %s: this is a whole module or an object of somebody's own class,"
                  + " not a state dict; to read it would execute code. With Python, where it was"
                  + " made:",
              full)
          .advising(List.of("torch.save(model.state_dict(), \"model.pt\")"));
    }
    return new ModelRefusal(
            "pickle: it names %s, which is not on the list of names that hold weights%s; with"
                + " Python, where it was made:",
            full, isOfTorch ? "" : " (to read it would execute code)")
        .advising(List.of("torch.save(model.state_dict(), \"model.pt\")"));
  }

  /** The value that a named function makes of these arguments. */
  Object call(Object function, Tuple arguments) throws ModelRefusal {
    if (!(function instanceof Name named)) {
      throw new ModelRefusal("pickle: what is called is no name of a function");
    }
    return switch (named.name) {
      case "collections.OrderedDict" -> ordered(arguments);
      case REBUILD + "tensor", REBUILD + "tensor_v2" -> tensor(arguments);
      case REBUILD + "parameter" -> parameter(arguments);
      case "torch.Size", "builtins.set", "__builtin__.set" -> onlyList(arguments);
      case "torch.device" -> new Word("device");
      default -> throw new ModelRefusal("pickle: %s is called, want a function", named.name);
    };
  }

  private static Object ordered(Tuple arguments) throws ModelRefusal {
    Map<Object, Object> map = new LinkedHashMap<>();
    if (arguments.size() == 0) return map;
    if (arguments.size() != 1 || !(arguments.get(0) instanceof List<?> pairs)) {
      throw new ModelRefusal("pickle: OrderedDict: got other arguments than a list of pairs");
    }
    for (Object pair : pairs) {
      List<?> two = pair instanceof Tuple tuple ? tuple.values() : (List<?>) list(pair);
      if (two.size() != 2) throw new ModelRefusal("pickle: OrderedDict: got no pair");
      map.put(Pickle.string(two.get(0)), two.get(1));
    }
    return map;
  }

  private static List<?> list(Object value) throws ModelRefusal {
    if (value instanceof List<?> list) return list;
    throw new ModelRefusal("pickle: want a list where there is another value");
  }

  /** (storage, offset, size, stride, ...): whether it has a gradient is of no matter. */
  private static Object tensor(Tuple arguments) throws ModelRefusal {
    if (arguments.size() < 4 || !(arguments.get(0) instanceof Storage storage)) {
      throw new ModelRefusal("pickle: a tensor without a storage, offset, size and stride");
    }
    List<Long> shape = integers(arguments.get(2));
    List<Long> strides = integers(arguments.get(3));
    return new TorchTensor(storage, integer(arguments.get(1)), shape, strides).checked();
  }

  private static Object parameter(Tuple arguments) throws ModelRefusal {
    if (arguments.size() > 0 && arguments.get(0) instanceof TorchTensor tensor) return tensor;
    throw new ModelRefusal("pickle: a parameter that is no tensor");
  }

  private static Object onlyList(Tuple arguments) throws ModelRefusal {
    if (arguments.size() == 0) return new ArrayList<>();
    if (arguments.get(0) instanceof Tuple tuple) return tuple;
    return new ArrayList<>(list(arguments.get(0)));
  }

  private static List<Long> integers(Object value) throws ModelRefusal {
    List<Long> integers = new ArrayList<>();
    List<?> values = value instanceof Tuple tuple ? tuple.values() : list(value);
    for (Object one : values) integers.add(integer(one));
    return integers;
  }

  private static long integer(Object value) throws ModelRefusal {
    if (value instanceof Long integer) return integer;
    throw new ModelRefusal("pickle: want an integer where there is another value");
  }

  /** BUILD: the attributes of an ordered dictionary are those of its module, and left alone. */
  void requireState(Object state, Object of) throws ModelRefusal {
    if (of instanceof Map && state instanceof Map) return;
    throw new ModelRefusal("pickle: BUILD of something else than a dictionary");
  }

  /** ('storage', class, key, location, numbers, view): with a view only in old files. */
  Object persistent(Object id) throws ModelRefusal {
    Tuple parts = Pickle.tuple(id);
    if (parts.size() > 0 && "module".equals(parts.get(0))) {
      throw new ModelRefusal(
              "pickle: it holds the source code of a module: this is a whole module, not a state"
                  + " dict. With Python, where it was made:")
          .advising(List.of("torch.save(model.state_dict(), \"model.pt\")"));
    }
    boolean isStorage =
        parts.size() >= 5
            && "storage".equals(parts.get(0))
            && parts.get(1) instanceof Name
            && parts.get(2) instanceof String
            && parts.get(4) instanceof Long;
    if (!isStorage) throw new ModelRefusal("pickle: a reference to something else than a storage");
    if (parts.size() > 5 && parts.get(5) != null) {
      throw new ModelRefusal("pickle: a view of a storage, as PyTorch 0.1 wrote it, is not read");
    }
    Storage.Type type =
        Storage.Type.named(((Name) parts.get(1)).name.substring("torch.".length()))
            .orElseThrow(() -> new ModelRefusal("pickle: a storage of an unknown kind"));
    String key = (String) parts.get(2);
    return new Storage(type, key, (Long) parts.get(4));
  }
}
