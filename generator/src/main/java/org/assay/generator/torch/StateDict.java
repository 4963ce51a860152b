// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assay.generator.model.ModelRefusal;

/** Finds the tensors by their names in what a file holds around them. */
final class StateDict {
  /** What people call the state dict within a checkpoint. */
  private static final List<String> WRAPPERS =
      List.of("model", "state_dict", "model_state_dict", "module");

  /** Text that is no tensor and no weight, beside the tensors of a module. */
  private static final Set<String> NO_WEIGHTS = Set.of("_metadata");

  private StateDict() {}

  /**
   * @param entry a path to the state dict, as in {@code state_dicts.400}; empty: where it is found
   * @throws ModelRefusal if there is none, or more than one
   */
  static Map<String, TorchTensor> in(Object loaded, String entry) throws ModelRefusal {
    if (!entry.isEmpty()) return tensors(walk(loaded, entry), entry);
    if (!(loaded instanceof Map<?, ?> map)) {
      throw new ModelRefusal("want a state dict; the file holds %s", kind(loaded));
    }
    if (isStateDict(map)) return tensors(map, "the file");
    List<String> found = new ArrayList<>();
    for (String name : WRAPPERS) {
      if (map.get(name) instanceof Map<?, ?> inner && isStateDict(inner)) found.add(name);
    }
    if (found.size() == 1) return tensors(map.get(found.get(0)), found.get(0));
    throw new ModelRefusal(
        "want one state dict, found %s; its entries: %s: say which by --entry",
        found.isEmpty() ? "none" : found, names(map));
  }

  private static boolean isStateDict(Map<?, ?> map) {
    return !map.isEmpty()
        && map.entrySet().stream()
            .allMatch(e -> e.getKey() instanceof String && e.getValue() instanceof TorchTensor);
  }

  private static Object walk(Object loaded, String entry) throws ModelRefusal {
    Object at = loaded;
    for (String word : entry.split("\\.", -1)) {
      Optional<Object> next = Optional.empty();
      if (at instanceof Map<?, ?> map) {
        next = Optional.ofNullable(map.get(word));
      } else if (at instanceof List<?> list && word.matches("[0-9]{1,9}")) {
        int index = Integer.parseInt(word);
        if (index < list.size()) next = Optional.ofNullable(list.get(index));
      }
      if (next.isEmpty()) {
        String has = at instanceof Map<?, ?> map ? "entries: " + names(map) : "it is " + kind(at);
        throw new ModelRefusal("entry %s: there is no %s; %s", entry, word, has);
      }
      at = next.get();
    }
    return at;
  }

  private static Map<String, TorchTensor> tensors(Object value, String where) throws ModelRefusal {
    if (!(value instanceof Map<?, ?> map)) {
      throw new ModelRefusal("entry %s: want a state dict, got %s", where, kind(value));
    }
    Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<?, ?> named : map.entrySet()) {
      if (NO_WEIGHTS.contains(named.getKey())) continue;
      boolean isTensor =
          named.getKey() instanceof String && named.getValue() instanceof TorchTensor;
      if (!isTensor) {
        throw new ModelRefusal(
            "entry %s: %s is %s, want a tensor",
            where, shown(named.getKey()), kind(named.getValue()));
      }
      tensors.put((String) named.getKey(), (TorchTensor) named.getValue());
    }
    if (tensors.isEmpty()) throw new ModelRefusal("entry %s: holds no tensor", where);
    return tensors;
  }

  private static List<String> names(Map<?, ?> map) {
    return map.keySet().stream().limit(12).map(StateDict::shown).toList();
  }

  private static String shown(Object name) {
    String text = name instanceof String ? (String) name : "a key that is no text";
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }

  private static String kind(Object value) {
    if (value == null) return "None";
    if (value instanceof TorchTensor tensor) return "one tensor of shape " + tensor.shape();
    if (value instanceof Map) return "a dictionary";
    if (value instanceof List) return "a list";
    if (value instanceof Pickle.Tuple) return "a tuple";
    if (value instanceof String) return "a text";
    return value instanceof Number ? "a number" : "something else";
  }
}
