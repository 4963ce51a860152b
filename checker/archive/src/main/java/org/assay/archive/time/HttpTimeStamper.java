// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.time;

import static org.assay.archive.refusal.Code.NO_TIME_STAMP;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.assay.archive.refusal.Refusal;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponse;

/** An authority behind an address, RFC 3161 section 3.4. */
public record HttpTimeStamper(URI address, Duration patience) implements TimeStamper {
  private static final int MAX_ANSWER = 1 << 20;

  @Override
  public TimeStampResponse answer(TimeStampRequest request) throws IOException, Refusal {
    HttpRequest post =
        HttpRequest.newBuilder(address)
            .timeout(patience)
            .header("Content-Type", "application/timestamp-query")
            .POST(HttpRequest.BodyPublishers.ofByteArray(request.getEncoded()))
            .build();
    HttpClient client = HttpClient.newBuilder().connectTimeout(patience).build();
    try {
      HttpResponse<InputStream> response =
          client.send(post, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        return reply(response, body.readNBytes(MAX_ANSWER + 1));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(address + ": interrupted", stopped);
    } catch (IOException unreachable) {
      throw new IOException(address + ": " + reason(unreachable), unreachable);
    }
  }

  private static String reason(IOException unreachable) {
    String message = unreachable.getMessage();
    return message == null ? unreachable.getClass().getSimpleName() : message;
  }

  private TimeStampResponse reply(HttpResponse<InputStream> response, byte[] body)
      throws IOException, Refusal {
    int status = response.statusCode();
    require(status == 200, NO_TIME_STAMP, "%s: HTTP status: got %d, want 200", address, status);
    String type = response.headers().firstValue("Content-Type").orElse("none");
    require(
        type.equals("application/timestamp-reply"),
        NO_TIME_STAMP,
        "%s: content type: got %s, want application/timestamp-reply",
        address,
        quoted(type));
    require(
        body.length <= MAX_ANSWER, NO_TIME_STAMP, "%s: more than %d bytes", address, MAX_ANSWER);
    try {
      return new TimeStampResponse(body);
    } catch (TSPException | IOException malformed) {
      throw new Refusal(NO_TIME_STAMP, "%s: is no answer: %s", address, malformed.getMessage());
    }
  }
}
