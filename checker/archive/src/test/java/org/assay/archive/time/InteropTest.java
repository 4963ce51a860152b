// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.time;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assay.archive.time.TestTsa.reader;
import static org.assay.archive.time.TestTsa.year;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assay.archive.ageing.Hash;
import org.assay.archive.evidence.EvidenceRecordWalk;
import org.assay.archive.evidence.EvidenceWriter;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens over HTTP, and tokens to and from OpenSSL. */
class InteropTest {
  private static final TestTsa TSA = TestTsa.valid(2020, 2035);
  private static final byte[] FILE = "file\n".getBytes(US_ASCII);

  @TempDir Path folder;

  /** What a server does with a request. */
  private interface Answer {
    byte[] to(byte[] request) throws Exception;
  }

  private static byte[] stamp(String type, int status, Answer answer) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/tsa",
        exchange -> {
          byte[] body;
          try {
            assertEquals(
                "application/timestamp-query",
                exchange.getRequestHeaders().getFirst("Content-Type"));
            body = answer.to(exchange.getRequestBody().readAllBytes());
          } catch (Exception wrong) {
            throw new IOException(wrong);
          }
          exchange.getResponseHeaders().set("Content-Type", type);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
      TimeStamper client = new HttpTimeStamper(address, Duration.ofSeconds(60));
      return new EvidenceWriter(client).create(List.of(FILE), Hash.SHA_256).get(0);
    } finally {
      server.stop(0);
    }
  }

  private static byte[] ours(byte[] request) throws Exception {
    return TSA.in(2021).answer(new TimeStampRequest(request)).getEncoded();
  }

  @Test
  void aTokenComesOverHttp() throws Exception {
    byte[] record = stamp("application/timestamp-reply", 200, InteropTest::ours);
    assertEquals(year(2021), EvidenceRecordWalk.verify(record, FILE, reader(2022, TSA)).since());
  }

  @Test
  void whatIsNoAnswerIsNotTaken() {
    String reply = "application/timestamp-reply";
    noTimeStamp("HTTP status: got 500", reply, 500, InteropTest::ours);
    noTimeStamp("content type: got \"text/html\"", "text/html", 200, InteropTest::ours);
    noTimeStamp("is no answer", reply, 200, request -> "hello".getBytes(US_ASCII));
    noTimeStamp("more than 1048576 bytes", reply, 200, request -> new byte[(1 << 20) + 1]);
  }

  private static void noTimeStamp(String message, String type, int status, Answer answer) {
    Refusal why = assertThrows(Refusal.class, () -> stamp(type, status, answer));
    assertEquals(Code.NO_TIME_STAMP, why.code());
    assertTrue(why.getMessage().contains(message), why.getMessage());
  }

  private String openssl(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor() + " " + said;
  }

  private void assumeOpenssl() {
    try {
      assumeTrue(openssl("version").startsWith("0 OpenSSL 3"), "OpenSSL 3 is not here");
    } catch (Exception absent) {
      assumeTrue(false, "openssl is not here");
    }
  }

  @Test
  void opensslVerifiesOurTokens() throws Exception {
    assumeOpenssl();
    Files.write(folder.resolve("file"), FILE);
    for (TsaCertificates.Kind kind :
        List.of(TsaCertificates.Kind.ECDSA, TsaCertificates.Kind.RSA)) {
      TestTsa tsa = TestTsa.valid(kind, 2020, 2023); // has expired
      openssl("ts", "-query", "-data", "file", "-sha256", "-cert", "-out", "query");
      TimeStampRequest query = new TimeStampRequest(Files.readAllBytes(folder.resolve("query")));
      TimeStampResponse reply = tsa.in(2021).answer(query);
      Files.write(folder.resolve("reply"), reply.getEncoded());
      Files.write(folder.resolve("root.pem"), PemFiles.pem(tsa.root()));
      String[] verify = {
        "ts", "-verify", "-in", "reply", "-queryfile", "query", "-CAfile", "root.pem",
      };
      assertTrue(openssl(verify).contains("certificate has expired"), openssl(verify));
      String[] then = java.util.Arrays.copyOf(verify, verify.length + 2);
      then[verify.length] = "-attime";
      then[verify.length + 1] = String.valueOf(year(2021).getEpochSecond());
      assertTrue(openssl(then).startsWith("0 ") && openssl(then).contains("Verification: OK"));
      Files.write(folder.resolve("other"), new byte[1]);
      String[] other = {
        "ts", "-verify", "-in", "reply", "-data", "other", "-CAfile", "root.pem", "-no_check_time"
      };
      assertTrue(openssl(other).contains("message imprint mismatch"), openssl(other));
    }
  }

  /** OpenSSL's authority: its certificate id is by SHA-1, its imprint's parameters are NULL. */
  @Test
  void opensslsTokensAreVerified() throws Exception {
    assumeOpenssl();
    Path keys = folder.resolve("tsa");
    PemFiles.write(TSA.tsa(), keys);
    Files.writeString(
        folder.resolve("tsa.cnf"),
        """
        [tsa]
        default_tsa = own
        [own]
        serial = serial
        crypto_device = builtin
        signer_cert = tsa/tsa.pem
        certs = tsa/root.pem
        signer_key = tsa/tsa.key.pem
        signer_digest = sha256
        default_policy = 1.2.3.4
        digests = sha256
        """);
    Files.writeString(folder.resolve("serial"), "01\n");
    TimeStamper openssl =
        request -> {
          try {
            Files.write(folder.resolve("query"), request.getEncoded());
            String said =
                openssl(
                    "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query", "-out", "reply");
            assertTrue(said.startsWith("0 "), said);
            return new TimeStampResponse(Files.readAllBytes(folder.resolve("reply")));
          } catch (TSPException malformed) {
            throw new IOException(malformed);
          } catch (IOException failed) {
            throw failed;
          } catch (Exception failed) {
            throw new IOException(failed);
          }
        };
    byte[] record = new EvidenceWriter(openssl).create(List.of(FILE), Hash.SHA_256).get(0);
    Trust trust = reader(2035, TSA).at(java.time.Instant.now().plusSeconds(1));
    EvidenceRecordWalk.verify(record, FILE, trust);
  }
}
