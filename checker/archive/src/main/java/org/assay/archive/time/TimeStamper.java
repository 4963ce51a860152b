// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.time;

import static org.assay.archive.refusal.Code.NO_TIME_STAMP;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.assay.archive.refusal.Refusal;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/** An authority that can be asked for the time of a digest. */
public interface TimeStamper {
  /** Its answer, as it comes; nothing of it is checked. */
  TimeStampResponse answer(TimeStampRequest request) throws IOException, Refusal;

  /** Makes a request by these settings, with this nonce. */
  interface Question {
    TimeStampRequest by(TimeStampRequestGenerator settings, BigInteger nonce)
        throws TSPException, IOException;
  }

  /**
   * A granted answer to this very question; what its token proves is for {@link Token#verify}.
   *
   * @throws Refusal NO_TIME_STAMP if the authority declines, or answers another question
   */
  default TimeStampResponse ask(Question question) throws IOException, Refusal {
    TimeStampRequestGenerator settings = new TimeStampRequestGenerator();
    settings.setCertReq(true);
    try {
      TimeStampRequest request = question.by(settings, new BigInteger(64, new SecureRandom()));
      TimeStampResponse response = answer(request);
      if (response.getTimeStampToken() == null) { // RFC 3161 2.4.2: status 0 and 1 have one
        throw new Refusal(
            NO_TIME_STAMP,
            "the authority declines: status %d, %s",
            response.getStatus(),
            response.getStatusString());
      }
      response.validate(request); // status, nonce, imprint
      return response;
    } catch (TSPException wrong) {
      throw new Refusal(NO_TIME_STAMP, "the authority's answer: %s", wrong.getMessage());
    }
  }
}
