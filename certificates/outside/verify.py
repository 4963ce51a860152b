# SPDX-License-Identifier: Apache-2.0
"""python3 verify.py ENVELOPE KEYS [PROOF LOG_POLICY]: verifies the signatures of a DSSE envelope by
the public keys (PEM) in a folder, with the library cryptography; and that a log has it, by a C2SP
tlog-proof under the key of a tlog-policy. Below version 48 cryptography knows no ML-DSA-65: such a
signature is named and left out. Ends with 1 if anything does not verify."""

import base64
import hashlib
import json
import pathlib
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha256(data):
    return hashlib.sha256(data).digest()


def public_keys(folder):
    for file in pathlib.Path(folder).glob("*.pub.pem"):
        body = "".join(line for line in file.read_text().split("\n") if not line.startswith("-"))
        yield sha256(base64.b64decode(body)).hex(), file.read_bytes()


def verify_signatures(envelope, folder):
    keys, verified = dict(public_keys(folder)), 0
    payload, kind = base64.b64decode(envelope["payload"], validate=True), envelope["payloadType"]
    message = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)
    for one in envelope["signatures"]:
        if one["keyid"] not in keys:
            sys.exit(f"no key {one['keyid']} in {folder}")
        try:
            key = serialization.load_pem_public_key(keys[one["keyid"]])
        except ValueError:
            print(f"left out, {one['keyid']}: this cryptography reads no such key")
            continue
        key.verify(base64.b64decode(one["sig"], validate=True), message)
        try:
            key.verify(base64.b64decode(one["sig"]), message + b"\n")
            sys.exit(f"the signature by {one['keyid']} is of anything")
        except InvalidSignature:
            verified += 1
        print(f"{type(key).__name__.strip('_')}: good signature by {one['keyid']}")
    if verified == 0:
        sys.exit("no signature was verified")


def root(entry, index, size, hashes):
    """RFC 9162, 2.1.3.2."""
    node, last, here = index, size - 1, sha256(b"\0" + entry)
    for other in hashes:
        if last == 0:
            sys.exit("more hashes than the tree has levels")
        if node % 2 == 1 or node == last:
            here = sha256(b"\1" + other + here)
            while node % 2 == 0 and node != 0:
                node, last = node // 2, last // 2
        else:
            here = sha256(b"\1" + here + other)
        node, last = node // 2, last // 2
    if last != 0 or index >= size:
        sys.exit("fewer hashes than the tree has levels")
    return here


def verify_inclusion(file, envelope, proof, policy):
    entry = ["urn:assay:log-entry:v1", "certificate " + sha256(file).hex()]
    entry += ["key " + one for one in sorted(one["keyid"] for one in envelope["signatures"])]
    head, _, checkpoint = proof.partition("\n\n")
    lines = [line for line in head.split("\n")[1:] if not line.startswith("extra ")]
    hashes = [base64.b64decode(line, validate=True) for line in lines[1:]]
    text, _, signatures = checkpoint.partition("\n\n")
    origin, size, tree = text.split("\n")
    got = root(("\n".join(entry) + "\n").encode(), int(lines[0].split(" ")[1]), int(size), hashes)
    if got != base64.b64decode(tree, validate=True):
        sys.exit("the log has another entry there")
    for line in policy.split("\n"):
        if line.startswith(f"log {origin}+"):
            key = base64.b64decode(line.split(" ")[1].split("+", 2)[2])
            prefix = f"\u2014 {origin} "
            of_log = [one for one in signatures.split("\n") if one.startswith(prefix)]
            signature = base64.b64decode(of_log[0][len(prefix):])
            Ed25519PublicKey.from_public_bytes(key[1:]).verify(signature[4:], text.encode() + b"\n")
            print(f"in the log {origin}, entry {lines[0].split(' ')[1]} of {size}")
            return
    sys.exit(f"the policy has no log {origin}")


def main(envelope, keys, proof=None, policy=None):
    file = pathlib.Path(envelope).read_bytes()
    verify_signatures(json.loads(file), keys)
    if proof:
        texts = [pathlib.Path(one).read_text(encoding="utf-8") for one in (proof, policy)]
        verify_inclusion(file, json.loads(file), *texts)


main(*sys.argv[1:])
