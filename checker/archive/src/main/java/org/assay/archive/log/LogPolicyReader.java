// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.refusal.Code.MALFORMED_LOG_POLICY;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assay.archive.refusal.Refusal;

/** Reads a policy, line by line (C2SP tlog-policy; spec T-07). */
final class LogPolicyReader {
  private static final int MAX_LINES = 4096;
  private static final String NONE = "none";

  private final List<NoteKey> logs = new ArrayList<>();
  private final List<NoteKey> witnesses = new ArrayList<>();
  private final Map<String, Voter> names = new HashMap<>();
  private final Set<String> members = new HashSet<>();
  private Optional<Voter> quorum = Optional.empty();

  private LogPolicyReader() {}

  static LogPolicy read(byte[] file) throws Refusal {
    require( // T-07 (a)
        file.length <= LogPolicy.MAX_BYTES,
        MALFORMED_LOG_POLICY,
        "got %d bytes, want at most %d",
        file.length,
        LogPolicy.MAX_BYTES);
    String text = new String(file, StandardCharsets.ISO_8859_1); // bytes from 0x80 on are opaque
    require( // T-07 (a)
        text.matches("[\t\n -~\u0080-\u00ff]*\n"),
        MALFORMED_LOG_POLICY,
        "got a control character, or no line feed at the end");
    String[] lines = text.split("\n");
    require( // T-07 (a)
        lines.length <= MAX_LINES, MALFORMED_LOG_POLICY, "got %d lines", lines.length);
    LogPolicyReader reader = new LogPolicyReader();
    for (String line : lines) {
      String[] items = line.replaceAll("^[ \t]+|[ \t]+$", "").split("[ \t]+");
      if (!items[0].isEmpty() && !items[0].startsWith("#")) {
        reader.line(items, line);
      }
    }
    require( // T-07 (f)
        reader.quorum.isPresent(), MALFORMED_LOG_POLICY, "got no line that says the quorum");
    return new LogPolicy(
        List.copyOf(reader.logs), List.copyOf(reader.witnesses), reader.quorum.get());
  }

  private void line(String[] items, String line) throws Refusal {
    switch (items[0] + ' ' + items.length) {
      case "log 2", "log 3" -> logs.add(key(items[1], NoteKey.Type.NOTE));
      case "witness 3", "witness 4" -> {
        NoteKey key = key(items[2], NoteKey.Type.COSIGNATURE);
        define(items[1], new Voter.Witness(key));
        witnesses.add(key);
      }
      case "quorum 2" -> quorum(items[1]);
      default -> {
        require( // T-07 (b)
            items[0].equals("group") && items.length > 3,
            MALFORMED_LOG_POLICY,
            "got %s, want log, witness, group or quorum and what belongs to it",
            quoted(line));
        group(items);
      }
    }
  }

  private NoteKey key(String vkey, NoteKey.Type type) throws Refusal {
    byte[] octets = vkey.getBytes(StandardCharsets.ISO_8859_1);
    NoteKey key = NoteKey.parse(new String(octets, StandardCharsets.UTF_8));
    require( // T-07 (c)
        key.type() == type,
        MALFORMED_LOG_POLICY,
        "%s: got a key for %s signatures, want %s",
        quoted(vkey),
        key.type().label,
        type.label);
    boolean known =
        logs.stream().anyMatch(key::hasKeyOf) || witnesses.stream().anyMatch(key::hasKeyOf);
    require(!known, MALFORMED_LOG_POLICY, "%s: this key stands above", quoted(vkey)); // T-07 (d)
    return key;
  }

  private void define(String name, Voter voter) throws Refusal {
    require( // T-07 (e)
        !name.equals(NONE) && names.putIfAbsent(name, voter) == null,
        MALFORMED_LOG_POLICY,
        "name %s: means something already",
        quoted(name));
  }

  private void group(String[] items) throws Refusal {
    List<Voter> voters = new ArrayList<>();
    for (String name : List.of(items).subList(3, items.length)) {
      require( // T-07 (g)
          names.containsKey(name) && members.add(name),
          MALFORMED_LOG_POLICY,
          "member %s: not defined above, or a member already",
          quoted(name));
      voters.add(names.get(name));
    }
    int most = voters.size();
    long threshold =
        switch (items[2]) {
          case "all" -> most;
          case "any" -> 1;
          default -> Lines.number("threshold", items[2], MALFORMED_LOG_POLICY);
        };
    require( // T-07 (h)
        threshold >= 1 && threshold <= most,
        MALFORMED_LOG_POLICY,
        "threshold of %s: got %d, want 1 to %d",
        quoted(items[1]),
        threshold,
        most);
    define(items[1], new Voter.Group((int) threshold, List.copyOf(voters)));
  }

  private void quorum(String name) throws Refusal {
    require( // T-07 (f)
        quorum.isEmpty(), MALFORMED_LOG_POLICY, "got a second line that says the quorum");
    require( // T-07 (f)
        name.equals(NONE) || names.containsKey(name),
        MALFORMED_LOG_POLICY,
        "quorum %s: not defined above",
        quoted(name));
    quorum = Optional.of(name.equals(NONE) ? new Voter.Group(0, List.of()) : names.get(name));
  }
}
