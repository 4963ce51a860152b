// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.time;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import org.assay.archive.ageing.Hash;
import org.assay.archive.refusal.Refusal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;

/**
 * A time-stamping authority on this machine, for tests and closed networks. It proves no more than
 * what its own clock said, to those who believe its keeper.
 *
 * @param signature a JCA name, such as SHA256withECDSA
 * @param chain its certificate, and those above it
 */
public record LocalTsa(
    PrivateKey key, String signature, List<X509CertificateHolder> chain, Clock clock)
    implements TimeStamper {
  /** Under no arc of an organization: ITU-T X.667, a UUID made for this project. */
  private static final ASN1ObjectIdentifier POLICY =
      new ASN1ObjectIdentifier("2.25.104082739873324872274452098272357829473");

  @Override
  public TimeStampResponse answer(TimeStampRequest request) throws IOException, Refusal {
    try {
      TimeStampResponseGenerator answers =
          new TimeStampResponseGenerator(tokens(), TSPAlgorithms.ALLOWED);
      BigInteger serial = new BigInteger(64, new SecureRandom());
      return answers.generate(request, serial, Date.from(clock.instant()));
    } catch (TSPException | OperatorCreationException | CertificateException e) {
      throw new IOException("local time-stamping authority: " + e.getMessage(), e);
    }
  }

  private TimeStampTokenGenerator tokens()
      throws TSPException, OperatorCreationException, CertificateException, IOException {
    SignerInfoGenerator signer =
        new JcaSimpleSignerInfoGeneratorBuilder()
            .setProvider(Provider.BC)
            .build(
                signature,
                key,
                new JcaX509CertificateConverter()
                    .setProvider(Provider.BC)
                    .getCertificate(chain.get(0)));
    DigestCalculator certificateId =
        new JcaDigestCalculatorProviderBuilder()
            .setProvider(Provider.BC)
            .build()
            .get(Hash.SHA_256.identifier());
    TimeStampTokenGenerator tokens = new TimeStampTokenGenerator(signer, certificateId, POLICY);
    tokens.addCertificates(new CollectionStore<>(chain));
    return tokens;
  }
}
