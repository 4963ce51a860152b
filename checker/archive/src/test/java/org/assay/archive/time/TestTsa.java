// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.time;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.assay.archive.ageing.Ageing;
import org.bouncycastle.cert.X509CertificateHolder;

/** Authorities of tests, with clocks that are set. */
public record TestTsa(LocalTsa tsa) {
  /**
   * One whose certificates are valid in these years, the first from its beginning to the last's.
   */
  public static TestTsa valid(int from, int until) {
    return valid(TsaCertificates.Kind.ECDSA, from, until);
  }

  public static TestTsa valid(TsaCertificates.Kind kind, int from, int until) {
    try {
      return new TestTsa(
          new TsaCertificates("Test TSA " + from, year(from), year(until))
              .make(kind, Clock.fixed(year(from), ZoneOffset.UTC)));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The same, at the beginning of a year. */
  public LocalTsa in(int year) {
    return at(year(year));
  }

  public LocalTsa at(Instant moment) {
    Clock clock = Clock.fixed(moment, ZoneOffset.UTC);
    return new LocalTsa(tsa.key(), tsa.signature(), tsa.chain(), clock);
  }

  public X509CertificateHolder certificate() {
    return tsa.chain().get(0);
  }

  public X509CertificateHolder root() {
    return tsa.chain().get(1);
  }

  public static Instant year(int year) {
    return Instant.parse(year + "-01-01T00:00:00Z");
  }

  /** A reader in that year who trusts the roots of these and knows of no revocation. */
  public static Trust reader(int year, TestTsa... trusted) {
    List<X509CertificateHolder> roots =
        java.util.Arrays.stream(trusted).map(TestTsa::root).toList();
    return new Trust(roots, Ageing.today(), Map.of(), year(year));
  }
}
