// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import static org.assay.checker.signature.TestSigner.ascii;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class PreAuthenticationTest {
  /** The example of the DSSE 1.0 protocol. */
  @Test
  void theEncodingIsThatOfTheDsseExample() {
    assertArrayEquals(
        ascii("DSSEv1 29 http://example.com/HelloWorld 11 hello world"),
        PreAuthentication.encode("http://example.com/HelloWorld", ascii("hello world")));
  }

  @Test
  void payloadBytesAreTakenAsTheyAre() {
    byte[] payload = {0, -1, 32, 10};
    byte[] want = ascii("DSSEv1 1 t 4 ????");
    System.arraycopy(payload, 0, want, want.length - 4, 4);
    assertArrayEquals(want, PreAuthentication.encode("t", payload));
    assertArrayEquals(ascii("DSSEv1 1 t 0 "), PreAuthentication.encode("t", new byte[0]));
  }
}
