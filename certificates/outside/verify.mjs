// SPDX-License-Identifier: Apache-2.0
// node verify.mjs ENVELOPE KEYS [BUNDLE [TSA]]: verifies every signature of a DSSE envelope by the
// public keys (PEM) in a folder, and a Sigstore bundle that was made of it; with the certificates
// (PEM) of a time-stamping authority, its own first, the bundle must have a time stamp by it. Ed25519
// by Node, ML-DSA-65 by @noble/post-quantum, the envelope's form by in-toto's schema as
// @sigstore/protobuf-specs has it, the bundle by @sigstore/verify. Ends with 1 if anything does not
// verify.
import assert from 'node:assert/strict'
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ml_dsa65 } from '@noble/post-quantum/ml-dsa.js'
import { bundleFromJSON } from '@sigstore/bundle'
import { dsse } from '@sigstore/core'
import { Envelope, TrustedRoot } from '@sigstore/protobuf-specs'
import { Verifier, toSignedEntity, toTrustMaterial } from '@sigstore/verify'

const ED25519 = '302a300506032b6570032100' // RFC 8410, then 32 bytes
const ML_DSA_65 = '308207b2300b0609608648016503040312038207a100' // RFC 9881, then 1952 bytes

const [envelopeFile, keyFolder, bundleFile, tsaFile] = process.argv.slice(2)
const envelope = JSON.parse(readFileSync(envelopeFile, 'utf8'))
// what a reader by the schema (intoto.Envelope) takes and gives back is what is there: no other field
assert.deepEqual(Envelope.toJSON(Envelope.fromJSON(envelope)), envelope)
const payload = Buffer.from(envelope.payload, 'base64')
const message = dsse.preAuthEncoding(envelope.payloadType, payload)
const forged = Buffer.from(message)
forged[forged.length - 2] ^= 1

const keys = new Map()
for (const name of readdirSync(keyFolder).filter((one) => one.endsWith('.pub.pem'))) {
  const pem = readFileSync(join(keyFolder, name), 'utf8')
  const spki = Buffer.from(pem.replace(/-----.*?-----|\s/g, ''), 'base64')
  keys.set(createHash('sha256').update(spki).digest('hex'), { pem, spki })
}

function holds(key, bytes, signature) {
  const head = key.spki.toString('hex')
  if (head.startsWith(ED25519)) {
    return verify(null, bytes, createPublicKey(key.pem), signature)
  }
  assert(head.startsWith(ML_DSA_65), 'a key of Ed25519 or ML-DSA-65')
  return ml_dsa65.verify(signature, bytes, key.spki.subarray(ML_DSA_65.length / 2))
}

assert(envelope.signatures.length > 0, 'no signature')
for (const { keyid, sig } of envelope.signatures) {
  const key = keys.get(keyid)
  assert(key, `no key ${keyid} in ${keyFolder}`)
  const signature = Buffer.from(sig, 'base64')
  assert(holds(key, message, signature), `the signature by ${keyid} does not verify`)
  assert(!holds(key, forged, signature), `the signature by ${keyid} is of anything`)
  const algorithm = key.spki.length === 44 ? 'Ed25519' : 'ML-DSA-65'
  console.log(`${algorithm}: good signature by ${keyid}`)
}

const statement = JSON.parse(payload)
assert.equal(statement._type, 'https://in-toto.io/Statement/v1')
console.log(`${statement.predicateType} of ${statement.subject[0].name}`)
if (statement.predicateType === 'https://in-toto.io/attestation/svr/v0.2') {
  const { verifier, timeCreated, properties, assay_claim: claim } = statement.predicate
  assert(new URL(verifier.id) && Array.isArray(verifier.policies) && new Date(timeCreated) > 0)
  for (const count of [claim.correct, claim.total, claim.proved]) {
    assert.match(count, /^[0-9]+$/)
  }
  console.log(`${properties}: ${claim.correct} of ${claim.total}`)
}

// One whose clock is believed, as a trusted root has it; without it none is, and no log.
function authority(file) {
  const pems = readFileSync(file, 'utf8').match(/-----BEGIN[^]*?-----END[^]*?-----/g)
  const rawBytes = pems.map((pem) => pem.replace(/-----.*?-----|\s/g, ''))
  const certificates = rawBytes.map((one) => ({ rawBytes: one }))
  return { certChain: { certificates }, validFor: { start: '2020-01-01T00:00:00Z' } }
}

if (bundleFile) {
  const json = JSON.parse(readFileSync(bundleFile, 'utf8'))
  const root = TrustedRoot.fromJSON({ timestampAuthorities: tsaFile ? [authority(tsaFile)] : [] })
  const material = toTrustMaterial(root, (hint) => {
    const key = keys.get(Buffer.from(hint, 'base64').toString('hex'))
    return { publicKey: createPublicKey(key.pem), validFor: () => true }
  })
  const dates = { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: tsaFile ? 1 : 0 }
  const check = (one) => new Verifier(material, dates).verify(toSignedEntity(bundleFromJSON(one)))
  check(json)
  assert.equal(json.dsseEnvelope.payload, envelope.payload)
  const changed = structuredClone(json)
  changed.dsseEnvelope.payload = Buffer.from(`${payload}x`).toString('base64')
  assert.throws(() => check(changed))
  console.log('@sigstore/verify: good bundle')
  if (tsaFile) {
    const undated = structuredClone(json)
    delete undated.verificationMaterial.timestampVerificationData
    assert.throws(() => check(undated), /expected 1 timestamps, got 0/)
    const other = Buffer.from(json.dsseEnvelope.signatures[0].sig, 'base64')
    other[0] ^= 1
    json.dsseEnvelope.signatures[0].sig = other.toString('base64')
    assert.throws(() => check(json), /timestamp could not be verified/)
    console.log('@sigstore/verify: good time stamp of the signature')
  }
}
