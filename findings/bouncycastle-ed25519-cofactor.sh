#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Bouncy Castle 1.87 (org.bouncycastle:bcprov-jdk18on): Ed25519Signer verifies by the equation with
# the cofactor, [8][S]B = [8]R + [8][k]A, the JDK's Signature "Ed25519" by that without. RFC 8032,
# 5.1.7, allows both. So a signature whose R has a component of low order, which the owner of a key
# can make on purpose, holds in one and not in the other, for a key of prime order and with S < L.
# Vectors 267 and 305 of github.com/C2SP/CCTV, ed25519/ed25519vectors.json, at 1e3d286; OpenSSL 3.0
# decides both as the JDK does.
# Seen with Java 17, 2026-11-29. Exit code 0: it still is so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'POM'
<project><modelVersion>4.0.0</modelVersion><groupId>example</groupId><artifactId>cofactor</artifactId>
<version>1</version><dependencies><dependency><groupId>org.bouncycastle</groupId>
<artifactId>bcprov-jdk18on</artifactId><version>1.87</version></dependency></dependencies></project>
POM
mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies \
  -DoutputDirectory=jars
cat >Cofactor.java <<'JAVA'
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

public class Cofactor {
  public static void main(String[] row) throws Exception {
    byte[] key = HexFormat.of().parseHex(row[1]);
    byte[] signature = HexFormat.of().parseHex(row[2]);
    byte[] message = row[3].getBytes("US-ASCII");
    Ed25519Signer castle = new Ed25519Signer();
    castle.init(false, new Ed25519PublicKeyParameters(key));
    castle.update(message, 0, message.length);
    byte[] spki = HexFormat.of().parseHex("302a300506032b6570032100" + row[1]);
    Signature jdk = Signature.getInstance("Ed25519");
    jdk.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
    jdk.update(message);
    System.out.println(
        row[0] + ": Bouncy Castle " + castle.verifySignature(signature) + ", JDK " + jdk.verify(signature));
  }
}
JAVA
java -cp 'jars/*' Cofactor.java 267 \
  ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076 \
  36684ea91032ba5b1dbab2d02f4debc74c3327f2b3802e2e4d371aa42b12b56b\
2d471882773a677af1e3824e757a33f8ddf7bbeaf3d28a09595eb8daa0d74a03 'ed25519vectors 3' | tee -a seen.txt
java -cp 'jars/*' Cofactor.java 305 \
  ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076 \
  b62cf890de42c413b11b1411c9f01f1c4d77aa87ef182258d1251f69af2a3506\
40657f1cb030f12543549bbabd848dc6403d354e7c99c4d0dcee9f63c9033b00 'ed25519vectors 5' | tee -a seen.txt
cat >want.txt <<'SEEN'
267: Bouncy Castle true, JDK false
305: Bouncy Castle true, JDK true
SEEN
cmp want.txt seen.txt || {
  printf 'changed: see above\n' >&2
  exit 1
}
