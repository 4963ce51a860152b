// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.torch;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assay.generator.model.ModelRefusal;

/**
 * Python's pickle format, protocols 2 to 5, as far as files of tensors need it. Nothing is
 * executed: a name of a function or class is looked up in {@link Names}, which holds a dozen and
 * makes plain values of them; every other name is refused, and so is every opcode that would make
 * an object of a class.
 *
 * <p>Values are what Java has for them: Long, BigInteger, Double, Boolean, String, byte[], List,
 * {@link Tuple}, Map; null is None.
 */
final class Pickle {
  private static final int MAX_VALUES = 4_000_000;
  private static final int MAX_MEMO = 4_000_000;

  /** Python's tuple. */
  record Tuple(List<Object> values) {
    Object get(int i) {
      return values.get(i);
    }

    int size() {
      return values.size();
    }
  }

  private final PickleInput in;
  private final Names names;
  private final Map<Long, Object> memo = new HashMap<>();
  private final Deque<List<Object>> marks = new ArrayDeque<>();
  private List<Object> stack = new ArrayList<>();
  private int made;

  private Pickle(ByteBuffer bytes, Names names) {
    this.in = new PickleInput(bytes);
    this.names = names;
  }

  /** A value, and the bytes behind its pickle. */
  record Loaded(Object value, ByteBuffer rest) {}

  /**
   * @param names what a global name or a persistent id means
   * @throws ModelRefusal if the pickle is malformed, or asks for anything that is not on the list
   */
  static Loaded load(ByteBuffer bytes, Names names) throws ModelRefusal {
    Pickle pickle = new Pickle(bytes, names);
    Object value = pickle.run();
    return new Loaded(value, pickle.in.rest());
  }

  private Object run() throws ModelRefusal {
    while (true) {
      int at = in.position();
      int opcode = in.unsignedByte();
      if (opcode == '.') return pop();
      if (++made > MAX_VALUES) throw new ModelRefusal("pickle: more than %d steps", MAX_VALUES);
      boolean isKnown = number(opcode) || text(opcode) || container(opcode) || reference(opcode);
      if (!isKnown) throw new ModelRefusal("pickle: opcode %s", Opcodes.refused(opcode, at));
    }
  }

  /** Numbers and constants. */
  private boolean number(int opcode) throws ModelRefusal {
    switch (opcode) {
      case 'N' -> push(null);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'J' -> push((long) in.signedInt());
      case 'K' -> push((long) in.unsignedByte());
      case 'M' -> push((long) in.unsignedShort());
      case 'G' -> push(in.bigEndianDouble());
      case 0x8a -> push(small(in.integer(in.unsignedByte())));
      case 0x8b -> push(small(in.integer(in.length())));
      case 0x80 -> requireProtocol(in.unsignedByte());
      case 0x95 -> in.signedLong(); // a frame: only a hint for buffers
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean text(int opcode) throws ModelRefusal {
    switch (opcode) {
      case 'X' -> push(in.text(in.length()));
      case 0x8c -> push(in.text(in.unsignedByte()));
      case 0x8d -> push(in.text(in.longLength()));
      case 'T' -> push(in.text(in.length())); // of Python 2
      case 'U' -> push(in.text(in.unsignedByte()));
      case 'B' -> push(in.bytes(in.length()));
      case 'C' -> push(in.bytes(in.unsignedByte()));
      case 0x8e -> push(in.bytes(in.longLength()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean container(int opcode) throws ModelRefusal {
    switch (opcode) {
      case '(' -> {
        marks.push(stack);
        stack = new ArrayList<>();
      }
      case ']', 0x8f -> push(new ArrayList<>()); // a set is kept as a list
      case '}' -> push(new LinkedHashMap<>());
      case ')' -> push(new Tuple(List.of()));
      case 't' -> push(new Tuple(sinceMark()));
      case 0x85, 0x86, 0x87 -> push(new Tuple(last(opcode - 0x84)));
      case 'l' -> push(sinceMark());
      case 'd' -> {
        List<Object> pairs = sinceMark();
        push(new LinkedHashMap<>());
        put(pairs);
      }
      case 'a' -> append(last(1));
      case 'e', 0x90 -> append(sinceMark());
      case 's' -> put(last(2));
      case 'u' -> put(sinceMark());
      case '0' -> pop();
      case '1' -> sinceMark();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The memo, names, and what is made by names. */
  private boolean reference(int opcode) throws ModelRefusal {
    switch (opcode) {
      case 'q' -> memo.put((long) in.unsignedByte(), top());
      case 'r' -> memo.put((long) in.length(), top());
      case 0x94 -> memo.put((long) memo.size(), top());
      case 'h' -> push(memorised(in.unsignedByte()));
      case 'j' -> push(memorised(in.length()));
      case 'c' -> {
        String module = in.line();
        push(names.global(module, in.line()));
      }
      case 0x93 -> {
        List<Object> parts = last(2);
        push(names.global(string(parts.get(0)), string(parts.get(1))));
      }
      case 'R' -> {
        List<Object> call = last(2);
        push(names.call(call.get(0), tuple(call.get(1))));
      }
      case 'b' -> names.requireState(last(1).get(0), top());
      case 'Q' -> push(names.persistent(pop()));
      default -> {
        return false;
      }
    }
    if (memo.size() > MAX_MEMO) throw new ModelRefusal("pickle: more than %d memos", MAX_MEMO);
    return true;
  }

  private Object memorised(long key) throws ModelRefusal {
    if (!memo.containsKey(key)) throw new ModelRefusal("pickle: memo %d was never stored", key);
    return memo.get(key);
  }

  private static void requireProtocol(int protocol) throws ModelRefusal {
    if (protocol < 2 || protocol > 5) {
      throw new ModelRefusal("pickle: got protocol %d, want 2 to 5", protocol);
    }
  }

  private static Object small(java.math.BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object pop() throws ModelRefusal {
    if (stack.isEmpty()) throw new ModelRefusal("pickle: a value is missing on the stack");
    return stack.remove(stack.size() - 1);
  }

  private Object top() throws ModelRefusal {
    if (stack.isEmpty()) throw new ModelRefusal("pickle: a value is missing on the stack");
    return stack.get(stack.size() - 1);
  }

  private List<Object> last(int count) throws ModelRefusal {
    if (stack.size() < count) throw new ModelRefusal("pickle: a value is missing on the stack");
    List<Object> tail = stack.subList(stack.size() - count, stack.size());
    List<Object> taken = new ArrayList<>(tail);
    tail.clear();
    return taken;
  }

  private List<Object> sinceMark() throws ModelRefusal {
    if (marks.isEmpty()) throw new ModelRefusal("pickle: a mark is missing on the stack");
    List<Object> taken = stack;
    stack = marks.pop();
    return taken;
  }

  @SuppressWarnings("unchecked")
  private void append(List<Object> values) throws ModelRefusal {
    if (!(top() instanceof List)) throw new ModelRefusal("pickle: a list is missing on the stack");
    ((List<Object>) top()).addAll(values);
  }

  @SuppressWarnings("unchecked")
  private void put(List<Object> pairs) throws ModelRefusal {
    if (!(top() instanceof Map) || pairs.size() % 2 != 0) {
      throw new ModelRefusal("pickle: a dictionary is missing on the stack");
    }
    Map<Object, Object> map = (Map<Object, Object>) top();
    for (int i = 0; i < pairs.size(); i += 2) map.put(key(pairs.get(i)), pairs.get(i + 1));
  }

  /** Of a dictionary: what hashes by its value, never a container that may hold itself. */
  private static Object key(Object key) throws ModelRefusal {
    if (key == null || key instanceof String || key instanceof Number || key instanceof Boolean) {
      return key;
    }
    return new Object(); // a key that is no text names nothing here
  }

  static String string(Object value) throws ModelRefusal {
    if (value instanceof String text) return text;
    throw new ModelRefusal("pickle: want a text where there is another value");
  }

  static Tuple tuple(Object value) throws ModelRefusal {
    if (value instanceof Tuple tuple) return tuple;
    throw new ModelRefusal("pickle: want a tuple where there is another value");
  }
}
