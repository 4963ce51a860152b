#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenSSL 3: "openssl ts -reply" with a signer's key of Ed25519 says "Response has been generated." and
# ends with 0, but the file is a rejection (PKIStatus 2) without a token: Ed25519 has no digest to
# choose, and what fails while a token is made becomes an answer. So neither the sentence nor the
# exit code says that there is a time stamp. Seen with OpenSSL 3.0.19, 2026-11-30. Exit code 0: it
# still is so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >tsa.cnf <<'CONF'
[req]
distinguished_name = name
x509_extensions = stamping
prompt = no
[name]
CN = example
[stamping]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
[tsa]
default_tsa = own
[own]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
CONF
openssl version
echo 01 >serial
echo text >file
openssl ts -query -data file -sha256 -cert -out query 2>/dev/null
for algorithm in ed25519 rsa; do
  openssl genpkey -algorithm $algorithm -out tsa.key 2>/dev/null
  openssl req -new -x509 -config tsa.cnf -key tsa.key -days 2 -out tsa.pem
  code=0
  openssl ts -reply -config tsa.cnf -queryfile query -out reply >said 2>&1 || code=$?
  said=$(grep -c 'Response has been generated' said) || true
  echo "$algorithm: exit code $code, said to be generated: $said," \
    "$(openssl ts -reply -in reply -text 2>/dev/null | grep '^Status:' | head -1)"
done | tee seen.txt
cat >want.txt <<'SEEN'
ed25519: exit code 0, said to be generated: 1, Status: Rejected.
rsa: exit code 0, said to be generated: 1, Status: Granted.
SEEN
cmp want.txt seen.txt || {
  printf 'changed: see above\n' >&2
  exit 1
}
