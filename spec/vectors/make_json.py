# SPDX-License-Identifier: Apache-2.0
"""Vectors for F-01 to F-05 and F-09 to F-11: sizes, JSON, numbers, base64, envelope, payload, claim."""
import base64
import hashlib

import tensors
from put import SMALL, TYPE, accept, claim, envelope, honest, put, read, statement

MIB = 1 << 20


def once(text, old, new):
    """The text with the first occurrence of old replaced; there must be one."""
    if old not in text:
        raise AssertionError("%r is not in %r" % (old, text))
    return text.replace(old, new, 1)


# ------------------------------------------------------------------------------------------------ F-01


def zeros(v, k, d_model, d_head, first=(), dtype="F16"):
    """(committed bytes, full length, digest) of a model that is zero behind its first numbers."""
    header, offset = {}, 0
    for name, shape in tensors.shapes(v, k, d_model, d_head, biases=False).items():
        size = tensors.count(shape) * tensors.SIZE[dtype]
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, offset + size]}
        offset += size
    stored = tensors.file(tensors.compact(header), tensors.encode(dtype, first))
    length = len(stored) - len(first) * tensors.SIZE[dtype] + offset
    digest = hashlib.sha256(stored)
    for start in range(len(stored), length, MIB):
        digest.update(bytes(min(MIB, length - start)))
    return stored, length, digest.hexdigest()


def zero_vector(verdict, name, comment, code, *shape, section="F-01", weights=None, **how):
    """A vector about a zero model; the runner appends the zeros. Zero weights answer nothing right: all tie."""
    stored, length, digest = zeros(*shape, **how)
    v, k, d_model, d_head = shape
    fields = {"k": k, "vocab": v, "dModel": d_model, "dHead": d_head, "margin": "0"}
    fields.update({"weights": weights} if weights else {})
    fields.update(correct="0", total=str((sum(weights) if weights else v)**k))
    payload = once(statement(b"", fields), hashlib.sha256(b"").hexdigest(), digest)
    more = {"correct": "0", "total": str(v**k)} if verdict == "accepted" else {}
    put(verdict, section, name, comment, envelope(payload), code, stored,
        generate={"modelBytes": length}, **more)


def with_header(length):
    """The small model with spaces behind its header, so that the header has this length."""
    data = read(SMALL)
    old = int.from_bytes(data[:8], "little")
    return length.to_bytes(8, "little") + data[8 : 8 + old] + b" " * (length - old) + data[8 + old :]


def header_vector(verdict, name, comment, code, length):
    """A vector whose header the runner pads with spaces."""
    fields = claim(SMALL)
    payload = statement(with_header(length), fields)
    more = {k: fields[k] for k in ("correct", "total")} if verdict == "accepted" else {}
    put(verdict, "F-01", name, comment, envelope(payload), code, read(SMALL),
        generate={"modelHeader": length}, **more)


def sizes():
    """F-01."""
    good, limit = honest(SMALL), "LIMIT_EXCEEDED"
    put("declined", "F-01", "a-certificate-one-byte-over", "4 MiB and one byte, padded with spaces",
        good, limit, generate={"certificateBytes": 4 * MIB + 1})
    put("rejected", "F-01", "a-certificate-at-the-limit",
        "4 MiB is read, so what is wrong is the padding behind the line feed",
        good, "MALFORMED_JSON", generate={"certificateBytes": 4 * MIB})
    put("declined", "F-01", "b-model-one-byte-over", "256 MiB and one byte, padded with zeros",
        good, limit, read(SMALL), generate={"modelBytes": 256 * MIB + 1})
    header_vector("declined", "c-header-one-byte-over", "a header of 1 MiB and one byte", limit, MIB + 1)
    header_vector("accepted", "header-at-the-limit", "a header of 1 MiB, mostly spaces", None, MIB)
    zero_vector("declined", "d-vocab-4097", "vocabulary over the limit", limit, 4097, 1, 1, 1)
    zero_vector("declined", "d-d-model-4097", "d_model over the limit", limit, 2, 1, 4097, 1)
    zero_vector("declined", "d-d-head-4097", "d_head over the limit", limit, 2, 1, 1, 4097)
    zero_vector("accepted", "model-width-at-the-limit", "d_model 4096", None, 2, 1, 4096, 1)
    zero_vector("accepted", "head-size-at-the-limit", "d_head 4096", None, 2, 1, 1, 4096)
    zero_vector("accepted", "weights-at-the-limit", "2^20 weights in all", None, 1, 2, 4096, 63)
    zero_vector("declined", "d-weights", "2^20 + 2^12 weights in all", limit, 1, 3, 4096, 63)
    zero_vector("declined", "e-k-257", "K over the limit", limit, 2, 257, 1, 1)
    zero_vector("declined", "f-long-operands",
                "512 tokens, d_model and d_head 256, weights from 2^1023 to 2^-1074: 33 words and 2^25 products",
                limit, 512, 1, 256, 256, first=(2.0**1023, 2.0**-1074), dtype="F64")
    zero_vector("declined", "g-too-many-inputs", "64^8 inputs are too many for brute force", limit, 64, 8, 1, 1)
    zero_vector("declined", "g-k-256", "2^256 inputs: the work must be bounded before it overflows",
                limit, 2, 256, 1, 1)
    for letter, field, most in (("d", "vocab", 4096), ("d", "dModel", 4096), ("d", "dHead", 4096), ("e", "k", 256)):
        for word, n in (("over", most + 1), ("bomb", 999999999)):
            put("declined", "F-01", "%s-claimed-%s-%s" % (letter, field.lower(), word),
                "%s is %d in the claim: refused before vocab^k is computed" % (field, n),
                honest(SMALL, **{field: n, "correct": "0"}), limit)


# ------------------------------------------------------------------------------------------------ F-02


def spaced(text):
    """(name, comment, text) with white space in forbidden or doubled places; the text ends with a line feed."""
    body = text[:-1]
    return [
        ("leading-space", "a space before the object", " " + text),
        ("leading-line-feed", "a line feed before the object", "\n" + text),
        ("space-after-colon", "a space after a colon", once(text, '":"', '": "')),
        ("space-after-comma", "a space after a comma", once(text, '","', '", "')),
        ("tab-after-brace", "a tab after the opening brace", "{\t" + text[1:]),
        ("line-feed-inside", "a line feed after a comma", once(text, '","', '",\n"')),
        ("no-line-feed", "the line feed at the end is missing", body),
        ("carriage-return", "CR LF at the end", body + "\r\n"),
        ("space-before-line-feed", "a space before the final line feed", body + " \n"),
        ("two-line-feeds", "a blank line at the end", text + "\n"),
        ("trailing-space", "a space behind the final line feed", text + " "),
        ("trailing-zero-byte", "a NUL byte behind the final line feed", text + "\0"),
        ("trailing-object", "a second object", text + "{}\n"),
        ("second-object", "a second object on the same line", body + "{}\n"),
        ("trailing-comma-object", "text behind the object", body + ",{}\n"),
        ("trailing-brace", "one closing brace too many", body + "}\n"),
        ("truncated", "the closing brace is missing", body[:-1] + "\n"),
    ]


def recoded(text):
    """(name, comment, bytes) in encodings that are not strict UTF-8; the text holds one `model`."""
    raw = text.encode()

    def inside(data):
        return once(raw, b"model", data)

    return [
        ("byte-order-mark", "UTF-8 with a byte order mark", b"\xef\xbb\xbf" + raw),
        ("utf-16-le", "UTF-16 little endian", text.encode("utf-16-le")),
        ("utf-16-be", "UTF-16 big endian", text.encode("utf-16-be")),
        ("utf-16-mark", "UTF-16 with a byte order mark", b"\xff\xfe" + text.encode("utf-16-le")),
        ("utf-32", "UTF-32 little endian", text.encode("utf-32-le")),
        ("overlong-two", "m in two bytes", inside(b"\xc1\xadodel")),
        ("overlong-three", "m in three bytes", inside(b"\xe0\x81\xadodel")),
        ("overlong-nul", "the modified UTF-8 of Java: NUL in two bytes", inside(b"model\xc0\x80")),
        ("surrogate", "a lone surrogate in UTF-8", inside(b"\xed\xa0\x80")),
        ("surrogate-pair", "CESU-8: a surrogate pair in six bytes", inside(b"\xed\xa0\xbd\xed\xb8\x80")),
        ("above-unicode", "U+110000", inside(b"\xf4\x90\x80\x80")),
        ("latin-1", "e with acute accent in Latin-1", inside(b"mod\xe9l")),
        ("cut-sequence", "a sequence cut short", inside(b"mod\xe2\x82l")),
    ]


def strings(text):
    """(letter, name, comment, text) with forbidden characters in a name; the text holds one `model`."""

    def inside(data):
        return once(text, "model", data)

    return [
        ("a", "raw-control", "U+0001 as it is", inside("mo\x01del")),
        ("a", "raw-line-feed", "a line feed in a string", inside("mo\ndel")),
        ("a", "delete", "U+007F", inside("mo\x7fdel")),
        ("a", "escape-sequence", "U+001B: an ANSI escape sequence", inside("mo\x1b[31mdel")),
        ("a", "c1-control", "U+0085, a control character of two bytes", inside("mo\x85del")),
        ("a", "accent", "a letter beyond ASCII, in correct UTF-8", inside("mod\u00e8l")),
        ("a", "zero-width-space", "U+200B", inside("mo\u200bdel")),
        ("a", "right-to-left", "U+202E", inside("mo\u202edel")),
        ("a", "emoji", "a character beyond the basic plane", inside("mo\U0001f600del")),
    ]


SIG = '{"keyid":"%s","sig":"AAAA"}' % ("0" * 64)
EMPTY = '"signatures":[]'

ENVELOPE = {
    "c": [
        ("order", "payloadType before payload", None, None),
        ("extra-field", "a field behind the last one", EMPTY, EMPTY + ',"extra":1'),
        ("null-field", "an unknown field, null", EMPTY, EMPTY + ',"":null'),
        ("upper-case-field", "Payload for payload", '"payload"', '"Payload"'),
        ("renamed-field", "DSSE 0.x: body for payload", '"payload"', '"body"'),
        ("extra-in-signature", "an algorithm named by the file", EMPTY,
         '"signatures":[%s]' % SIG.replace("}", ',"alg":"none"}')),
        ("certificate-in-signature", "the field cert that DSSE extensions add", EMPTY,
         '"signatures":[%s]' % SIG.replace('"sig"', '"cert":"","sig"')),
        ("signature-order", "sig before keyid", EMPTY,
         '"signatures":[{"sig":"AAAA","keyid":"%s"}]' % ("0" * 64)),
    ],
    "d": [
        ("no-signatures", "the list of signatures is missing", "," + EMPTY, ""),
        ("no-type", "ends after the payload", ',"payloadType":"%s",%s' % (TYPE, EMPTY), ""),
        ("no-sig", "a signature without sig", EMPTY, '"signatures":[{"keyid":"%s"}]' % ("0" * 64)),
        ("empty-signature", "an empty signature object", EMPTY, '"signatures":[{}]'),
    ],
    "e": [
        ("signatures-twice", "the last field again", EMPTY, EMPTY + "," + EMPTY),
        ("payload-twice", "the first field again at the end", EMPTY, EMPTY + ',"payload":"AAAA"'),
        ("escaped-twice", "the last field again, in an escaped spelling", EMPTY,
         EMPTY + ',"\\u0073ignatures":[]'),
        ("sig-twice", "sig twice in one signature", EMPTY,
         '"signatures":[%s]' % SIG.replace("}", ',"sig":"AAAA"}')),
    ],
    "f": [
        ("deep", "twenty thousand arrays", EMPTY, '"signatures":' + "[" * 20000),
        ("deep-objects", "ten thousand objects", EMPTY, '"signatures":' + '[{"keyid":' * 10000),
        ("comment", "a comment", EMPTY, EMPTY + "/**/"),
        ("line-comment", "a comment to the end of the line", EMPTY + "}", EMPTY + "}//"),
        ("trailing-comma", "a comma before the closing brace", EMPTY, EMPTY + ","),
        ("comma-in-list", "a comma in an empty list", EMPTY, '"signatures":[,]'),
        ("single-quotes", "a name in single quotes", '"payload"', "'payload'"),
        ("unquoted-name", "a name without quotes", '"payload"', "payload"),
        ("not-a-number", "the literal NaN", EMPTY, '"signatures":NaN'),
        ("equals-sign", "= for :", EMPTY, '"signatures"=[]'),
    ],
    "g": [
        ("escaped-name", "the name of a field, escaped", '"payload"', '"\\u0070ayload"'),
        ("escaped-solidus", "the payload type with an escaped solidus", "application/", "application\\/"),
        ("escaped-type", "the payload type with an escaped letter", "application/", "\\u0061pplication/"),
        ("escaped-base64", "the payload with an escaped letter", '"payload":"e', '"payload":"\\u0065'),
        ("escaped-keyid", "a keyid with an escaped digit", EMPTY,
         '"signatures":[%s]' % SIG.replace('"0', '"\\u0030')),
        ("escaped-sig", "a sig with an escaped letter", EMPTY,
         '"signatures":[%s]' % SIG.replace('"A', '"\\u0041')),
    ],
    "h": [
        ("array", "an array of one envelope", None, None),
        ("signatures-null", "signatures: null", EMPTY, '"signatures":null'),
        ("signatures-object", "signatures: {}", EMPTY, '"signatures":{}'),
        ("signatures-string", "signatures: a string", EMPTY, '"signatures":""'),
        ("signature-null", "a signature that is null", EMPTY, '"signatures":[null]'),
        ("signature-array", "a signature that is a list", EMPTY, '"signatures":[[]]'),
        ("keyid-number", "a keyid that is a number", EMPTY, '"signatures":[{"keyid":0,"sig":"AAAA"}]'),
        ("sig-null", "a sig that is null", EMPTY, '"signatures":[%s]' % SIG.replace('"AAAA"', "null")),
        ("type-null", "payloadType: null", '"%s"' % TYPE, "null"),
        ("payload-null", "payload: null", None, None),
        ("payload-object", "the payload as JSON instead of base64", None, None),
    ],
}

STATEMENT = {
    "c": [
        ("order", "predicateType before subject", None, None),
        ("extra-in-statement", "a field behind the last one", "}}\n", '},"extra":1}\n'),
        ("extra-in-predicate", "a field of the predicate that is not named", '"}}}\n', '"},"notes":""}}\n'),
        ("extra-in-claim", "a field of the claim that is not named", '},"strategy"', ',"tie":"right"},"strategy"'),
        ("scale-in-claim", "an easier problem: the scale is named by the file", '"margin"',
         '"scale":"1","margin"'),
        ("extra-in-subject", "a subject with a uri", '"digest":{', '"uri":"x","digest":{'),
        ("extra-behind-digest", "a subject with a field behind its digest", '"}}]', '"},"mediaType":"x"}]'),
        ("claim-order", "vocab before k", None, None),
        ("strategy-first", "strategy before claim", None, None),
        ("upper-case-field", "K for k", '"k"', '"K"'),
        ("hint-in-claim", "an interval supplied by the file", '"correct"', '"interval":["0","1"],"correct"'),
    ],
    "d": [
        ("no-total", "a claim without total", None, None),
        ("empty-claim", "an empty claim", None, None),
        ("no-strategy", "a predicate without strategy", ',"strategy":{"name":"brute-force"}', ""),
        ("no-predicate", "a statement without predicate", None, None),
        ("no-digest", "a subject without digest", None, None),
        ("empty-object", "an empty statement", None, None),
    ],
    "e": [
        ("k-twice", "k twice, the same value", '"k":2', '"k":2,"k":2'),
        ("escaped-k", "k again, in an escaped spelling", '"k":2', '"k":2,"\\u006b":2'),
        ("correct-twice", "two counts", '"total"', '"correct":"0","total"'),
        ("total-twice", "the last field of the claim again", '},"strategy"', ',"total":"9"},"strategy"'),
        ("predicate-twice", "two predicates", "}}\n", '},"predicate":{}}\n'),
        ("strategy-twice", "two strategies", '"}}}\n', '"},"strategy":{}}}\n'),
        ("name-twice", "two names of the subject", '"digest"', '"name":"x","digest"'),
        ("digest-twice", "two digests sha256", '"}}]', '","sha256":"%s"}}]' % ("0" * 64)),
    ],
    "f": [
        ("not-a-number", "k is the literal NaN", '"k":2', '"k":NaN'),
        ("infinity", "k is the literal Infinity", '"k":2', '"k":Infinity'),
        ("comment", "a comment", '"k":2', '"k":2/**/'),
        ("deep", "twenty thousand arrays", '"k":2', '"k":' + "[" * 20000),
        ("depth-nine", "nine levels", '"k":2', '"k":[[[[[2]]]]]'),
        ("trailing-comma", "a comma before a closing brace", "}}\n", "},}\n"),
        ("single-quotes", "a name in single quotes", '"k"', "'k'"),
        ("unquoted-name", "a name without quotes", '"k"', "k"),
        ("leading-zero", "JSON numbers have no leading zero", '"k":2', '"k":02'),
        ("plus-sign", "JSON numbers have no plus sign", '"k":2', '"k":+2'),
        ("hexadecimal", "a hexadecimal number", '"k":2', '"k":0x2'),
        ("leading-point", "a number that begins with its point", '"k":2', '"k":.2e1'),
        ("trailing-point", "a number that ends with its point", '"k":2', '"k":2.'),
    ],
    "h": [
        ("k-string", "k as a string", '"k":2', '"k":"2"'),
        ("k-null", "k is null", '"k":2', '"k":null'),
        ("k-true", "k is true", '"k":2', '"k":true'),
        ("k-list", "k is a list", '"k":2', '"k":[2]'),
        ("margin-number", "the margin as a JSON number", '"margin":"0"', '"margin":0'),
        ("correct-number", "the count as a JSON number", None, None),
        ("correct-list", "a list of counts", None, None),
        ("total-null", "total is null", '"total":"9"', '"total":null'),
        ("claim-list", "a list of claims", None, None),
        ("claim-null", "claim: null", None, None),
        ("strategy-string", "the strategy as a string", '{"name":"brute-force"}', '"brute-force"'),
        ("strategy-name-null", "a strategy whose name is null", '"brute-force"', "null"),
        ("subject-object", "the subject without its list", None, None),
        ("subject-null", "a list with null", None, None),
        ("digest-string", "the digest without its object", None, None),
        ("name-number", "a name that is a number", '"model.safetensors"', "1"),
        ("array", "an array of one statement", None, None),
        ("string", "a statement that is a string", None, None),
    ],
}


def escapes(text):
    """(name, comment, text) with escapes in a name; the text holds one `model`."""

    def inside(data):
        return once(text, "model", data)

    return [
        ("escaped-letter", "an escape that spells a letter", inside("\\u006dodel")),
        ("escaped-solidus", "an escaped solidus", inside("mo\\/del")),
        ("escaped-quote", "an escaped quotation mark", inside('mo\\"del')),
        ("escaped-backslash", "an escaped reverse solidus", inside("mo\\\\del")),
        ("escaped-line-feed", "an escaped line feed", inside("mo\\ndel")),
        ("lone-surrogate-escape", "half of an escaped surrogate pair", inside("mo\\ud800del")),
        ("surrogate-pair-escape", "an escaped surrogate pair", inside("mo\\ud83d\\ude00del")),
        ("unknown-escape", "an escape that JSON does not know", inside("mo\\xdel")),
        ("escaped-null", "an escaped NUL", inside("mo\\u0000del")),
    ]


def between(text, start, end, new):
    """The text with everything from start up to (not including) end replaced."""
    i = text.index(start)
    return text[:i] + new + text[text.index(end, i + len(start)) :]


def special_envelope(letter, name, text):
    """The envelopes of the table above that are not one replacement."""
    payload = text[1 : text.index(',"payloadType"')]
    kind = '"payloadType":"%s"' % TYPE
    return {
        "c-order": once(once(text, payload + "," + kind, "#"), "#", kind + "," + payload),
        "h-array": "[" + text[:-1] + "]\n",
        "h-payload-null": once(text, payload, '"payload":null'),
        "h-payload-object": once(text, payload, '"payload":{}'),
    }[letter + "-" + name]


def special_statement(letter, name, text):
    """The statements of the table above that are not one replacement."""
    count = text[text.index('"correct":"') + 11 : text.index('","total"')]
    claimed = text[text.index('"claim":') : text.index(',"strategy"')]
    subject = text[text.index('"subject":[') + 11 : text.index('],"predicateType"')]
    digest = subject[subject.index('"digest":') : -1]
    kind = '"predicateType":"urn:assay:certificate:v1"'
    strategy = '"strategy":{"name":"brute-force"}'
    return {
        "c-order": once(once(text, '"subject":[%s],' % subject, ""), kind, kind + ',"subject":[%s]' % subject),
        "c-claim-order": once(once(text, '"vocab":3,', ""), '"k":2', '"vocab":3,"k":2'),
        "c-strategy-first": once(once(text, "," + strategy, ""), claimed, strategy + "," + claimed),
        "d-no-total": once(text, ',"total":"9"', ""),
        "d-empty-claim": once(text, claimed, '"claim":{}'),
        "d-no-predicate": between(text, ',"predicate":', "\n", "}"),
        "d-no-digest": once(text, "," + digest, ""),
        "d-empty-object": "{}\n",
        "h-correct-number": once(text, '"correct":"%s"' % count, '"correct":%s' % count),
        "h-correct-list": once(text, '"correct":"%s"' % count, '"correct":["%s"]' % count),
        "h-claim-list": once(text, claimed, '"claim":[%s]' % claimed[8:]),
        "h-claim-null": once(text, claimed, '"claim":null'),
        "h-subject-object": once(text, "[%s]" % subject, subject),
        "h-subject-null": once(text, subject, "null"),
        "h-digest-string": once(text, digest, '"digest":"%s"' % digest[-66:-2]),
        "h-array": "[" + text[:-1] + "]\n",
        "h-string": '"statement"\n',
    }[letter + "-" + name]


CODES = {"c": "UNKNOWN_FIELD", "d": "MISSING_FIELD"}


def table(text, rows, special):
    """(letter, name, comment, text) for a table of replacements."""
    for letter, cases in rows.items():
        for name, comment, old, new in cases:
            changed = special(letter, name, text) if old is None else once(text, old, new)
            yield letter, name, comment, changed


def json_documents():
    """F-02, once for the envelope and once for the payload."""
    inner = statement(read(SMALL), claim(SMALL))
    outer = envelope(inner).decode()
    named = outer.replace(EMPTY, '"signatures":[{"keyid":"model","sig":"AAAA"}]')

    def both(letter, name, comment, text, document):
        raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        certificate = raw if document == "envelope" else envelope(raw)
        code = CODES.get(letter, "MALFORMED_JSON")
        put("rejected", "F-02", "%s-%s-%s" % (letter, document, name), "%s: %s" % (document, comment),
            certificate, code)

    for document, text in (("envelope", outer), ("payload", inner)):
        for name, comment, changed in spaced(text):
            both("b", name, comment, changed, document)
    for document, text in (("envelope", named), ("payload", inner)):
        for name, comment, changed in recoded(text):
            both("a", name, comment, changed, document)
        for letter, name, comment, changed in strings(text):
            both(letter, name, comment, changed, document)
    for name, comment, changed in escapes(inner):
        both("g", name, comment, changed, "payload")
    for row in table(outer, ENVELOPE, special_envelope):
        both(*row, "envelope")
    for row in table(inner, STATEMENT, special_statement):
        both(*row, "payload")
    for name, comment, spelling in NOT_ASCII:
        both("a", "margin-" + name, "margin: " + comment,
             once(inner, '"margin":"0"', '"margin":"%s"' % spelling), "payload")
    both("b", "empty-file", "no byte at all", "", "envelope")
    both("b", "line-feed-only", "nothing but a line feed", "\n", "envelope")
    both("b", "line-feed-only", "nothing but a line feed", "\n", "payload")


# ------------------------------------------------------------------------------------------------ F-03

SMALL_NUMBERS = [
    ("fraction", "1.0 is not a spelling", "2.0"),
    ("exponent", "1e3 is not a spelling", "2e0"),
    ("upper-case-exponent", "an exponent with a capital E", "2E0"),
    ("exponent-bomb", "10^999999999", "1e999999999"),
    ("minus-zero", "-0", "-0"),
    ("negative", "a size is not negative", "-2"),
    ("ten-digits", "ten digits are one too many", "2000000000"),
    ("wraps-to-two", "2^32 + 2", "4294967298"),
    ("huge", "fifty thousand digits", "2" * 50000),
]

BIG_NUMBERS = [
    ("plus-sign", "+5", "+5"), ("leading-zero", "007", "007"), ("minus-zero", "-0", "-0"),
    ("double-zero", "00", "00"), ("unreduced", "2/4", "2/4"), ("over-one", "1/1", "1/1"),
    ("zero-over-one", "0/1", "0/1"), ("zero-over-five", "0/5", "0/5"), ("over-zero", "1/0", "1/0"),
    ("zero-over-zero", "0/0", "0/0"), ("negative-denominator", "1/-2", "1/-2"),
    ("both-negative", "-1/-2", "-1/-2"), ("plus-denominator", "1/+2", "1/+2"),
    ("zero-denominator-digits", "1/02", "1/02"), ("minus-alone", "-", "-"), ("empty", "an empty string", ""),
    ("no-denominator", "1/", "1/"), ("no-numerator", "/2", "/2"), ("slash", "/", "/"),
    ("two-slashes", "1/2/3", "1/2/3"), ("leading-space", "a space before", " 1"),
    ("trailing-space", "a space behind", "1 "), ("inner-space", "spaces around the slash", "1 / 2"),
    ("decimal", "0.5", "0.5"), ("exponent", "1e3", "1e3"), ("exponent-bomb", "1e999999999", "1e999999999"),
    ("hexadecimal", "0x10", "0x10"), ("hex-float", "0x1p-1", "0x1p-1"), ("not-a-number", "NaN", "NaN"),
    ("infinity", "Infinity", "Infinity"),
    ("underscore", "digits in groups", "1_000"), ("comma", "digits in groups", "1,000"),
    ("double-minus", "--1", "--1"),
]

NOT_ASCII = [
    ("arabic-digits", "Arabic-Indic digits", "\u0661\u0662"), ("fullwidth-digits", "fullwidth digits", "\uff11"),
    ("arabic-denominator", "digits of two scripts", "1/\u0663"), ("superscript", "a superscript digit", "\u00b2"),
    ("vulgar-fraction", "one half in one character", "\u00bd"), ("minus-sign", "U+2212 for the minus", "\u22121"),
    ("fraction-slash", "U+2044 for the slash", "1\u20442"),
]


def numbers():
    """F-03: every number has one spelling."""
    inner = statement(read(SMALL), claim(SMALL))
    count = claim(SMALL)["correct"]

    def bad(name, comment, text):
        put("rejected", "F-03", name, comment, envelope(text), "MALFORMED_NUMBER")

    for name, comment, spelling in SMALL_NUMBERS:
        bad("a-" + name, "k: " + comment, once(inner, '"k":2', '"k":' + spelling))
    for field, value in (("vocab", 3), ("dModel", 2), ("dHead", 3)):
        old = '"%s":%d' % (field, value)
        bad("a-%s-fraction" % field.lower(), field + ": 1.0 is not a spelling", once(inner, old, old + ".0"))
    for name, comment, spelling in BIG_NUMBERS:
        bad("b-margin-" + name, "margin: " + comment, once(inner, '"margin":"0"', '"margin":"%s"' % spelling))
    for name, spelling in (("fraction", "1/2"), ("leading-zero", "0" + count), ("plus-sign", "+" + count),
                           ("decimal", count + ".0"), ("empty", ""), ("over-one", count + "/1"),
                           ("trailing-space", count + " "), ("minus-zero", "-0")):
        bad("b-correct-" + name, "correct: '%s' is not a spelling of an integer" % spelling,
            once(inner, '"correct":"%s"' % count, '"correct":"%s"' % spelling))
    for name, spelling in (("fraction", "9/2"), ("leading-zero", "09"), ("exponent", "9e0")):
        bad("b-total-" + name, "total: '%s' is not a spelling of an integer" % spelling,
            once(inner, '"total":"9"', '"total":"%s"' % spelling))
    for field, old in (("margin", '"margin":"0"'), ("total", '"total":"9"')):
        for name, length in (("1001-digits", 1001), ("50000-digits", 50000)):
            bad("c-%s-%s" % (field, name), field + " over the cap, which is tested before any arithmetic",
                once(inner, old, '"%s":"%s"' % (field, "9" * length)))
    bad("c-margin-fraction-1001", "numerator and denominator together are over the cap",
        once(inner, '"margin":"0"', '"margin":"1/%s"' % ("9" * 999)))
    digest = hashlib.sha256(read(SMALL)).hexdigest()
    for name, comment, spelling in digests(digest):
        bad("d-digest-" + name, "the subject's digest: " + comment, once(inner, digest, spelling))
    for name, comment, spelling in digests("ab" * 32):
        signature = SIG.replace("0" * 64, spelling)
        put("rejected", "F-03", "d-keyid-" + name, "a keyid: " + comment,
            envelope(inner, signatures=signature), "MALFORMED_NUMBER")
    accept("F-03", "margin-of-1000-characters", "the longest margin that is read",
           margin="1/%s" % ("9" * 998))


def digests(digest):
    """(name, comment, spelling) of a digest that is not one."""
    return [
        ("upper-case", "upper case", digest.upper()),
        ("short", "63 digits", digest[:-1]),
        ("long", "65 digits", digest + "0"),
        ("empty", "no digit", ""),
        ("not-hexadecimal", "g is no digit", "g" + digest[1:]),
        ("prefix", "with its algorithm's name", "sha256:" + digest),
    ]


# ---------------------------------------------------------------------------------------- F-04 and F-05


def spellings(text):
    """(name, comment, base64) wrong spellings of a base64 text with two padding characters."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = alphabet[alphabet.index(text[-3]) + 1]
    return [
        ("space", "a space inside", text[:4] + " " + text[4:]),
        ("trailing-space", "a space behind", text + " "),
        ("no-padding", "padding missing", text[:-2]),
        ("half-padding", "one padding character of two", text[:-1]),
        ("more-padding", "a padding character too many", text + "="),
        ("four-padding", "a group of padding", text + "===="),
        ("padding-inside", "padding before the end", text[:2] + "==" + text[4:]),
        ("behind-padding", "text behind the padding", text + "AAAA"),
        ("pad-bits", "pad bits that are not zero", text[:-3] + last + "=="),
        ("url-alphabet", "- and _ of the URL alphabet", "-_-_" + text[4:]),
        ("not-base64", "an exclamation mark", "!" + text[1:]),
        ("one-character", "six bits are no byte", text[:-2] + "AAA"),
    ]


def base64_and_envelope():
    """F-04 and F-05."""
    fields, data = claim(SMALL), read(SMALL)
    names = ["m" * n for n in (1, 2, 3)]
    inner = next(s for s in (statement(data, fields, n) for n in names) if len(s) % 3 == 1)
    good = base64.b64encode(inner.encode()).decode()
    outer, malformed = envelope(inner).decode(), "MALFORMED_ENVELOPE"
    for name, comment, text in spellings(good):
        put("rejected", "F-04", "payload-" + name, "payload: " + comment, once(outer, good, text).encode(),
            malformed)
    for name, comment, text in spellings("AAAAAAAAAA=="):
        put("rejected", "F-04", "sig-" + name, "sig: " + comment,
            envelope(inner, signatures=SIG.replace("AAAA", text)), malformed)
    for n in (0, 1, 2):
        longer = next(s for s in (statement(data, fields, x) for x in names) if len(s) % 3 == n)
        accept("F-04", "%d-padding-characters" % (-n % 3), "all three lengths of padding",
               certificate=envelope(longer))
    kinds = [
        ("text", "text/plain"), ("json", "application/json"), ("empty", ""), ("upper-case", TYPE.upper()),
        ("trailing-space", TYPE + " "), ("parameter", TYPE + "; charset=utf-8"),
        ("prefix", TYPE[:-1]), ("longer", TYPE + "5"), ("tuf", "application/vnd.tuf+json"),
        ("in-toto-uri", "https://in-toto.io/Statement/v1"),
    ]
    for name, kind in kinds:
        put("rejected", "F-05", "a-" + name, "payloadType '%s'" % kind, envelope(inner, kind), malformed)
    put("declined", "F-05", "b-17-signatures", "one signature too many",
        envelope(inner, signatures=signatures(17)), "LIMIT_EXCEEDED")
    put("declined", "F-05", "b-1000-signatures", "far too many signatures",
        envelope(inner, signatures=signatures(1000)), "LIMIT_EXCEEDED")
    accept("F-05", "16-signatures-unsigned", "unsigned: signatures are not looked at beyond F-05",
           certificate=envelope(inner, signatures=signatures(16)))
    put("rejected", "F-05", "c-duplicate-keyid", "the same keyid twice",
        envelope(inner, signatures=SIG + "," + SIG), malformed)
    put("rejected", "F-05", "c-duplicate-keyid-apart", "the same keyid twice, with another between",
        envelope(inner, signatures=signatures(2) + "," + SIG), malformed)
    put("rejected", "F-05", "d-empty-payload", "an empty payload", envelope(b""), malformed)
    put("rejected", "F-05", "d-payload-not-base64", "the statement as a string of hexadecimal digits",
        once(outer, good, inner.encode().hex() + "0").encode(), malformed)
    accept("F-05", "unsigned", "the plain unsigned envelope")


def signatures(number):
    """So many signatures with different key ids."""
    return ",".join('{"keyid":"%064x","sig":"AAAA"}' % i for i in range(number))


# --------------------------------------------------------------------------------------- F-09 to F-11


def payload():
    """F-09."""
    data = read(SMALL)
    inner = statement(data, claim(SMALL))
    digest = hashlib.sha256(data).hexdigest()
    second = '{"name":"b","digest":{"sha256":"%s"}}' % digest

    def change(verdict, name, comment, code, old, new):
        put(verdict, "F-09", name, comment, envelope(once(inner, old, new)), code)

    for name, text in (("v0", "https://in-toto.io/Statement/v0.1"), ("v2", "https://in-toto.io/Statement/v2"),
                       ("http", "http://in-toto.io/Statement/v1"), ("empty", "")):
        change("declined", "a-type-" + name, "_type '%s'" % text, "UNKNOWN_VERSION",
               "https://in-toto.io/Statement/v1", text)
    for name, text in (("v3", "urn:assay:certificate:v3"), ("empty", ""), ("longer", "urn:assay:certificate:v10"),
                       ("slsa", "https://slsa.dev/provenance/v1"), ("upper-case", "URN:assay:certificate:v1")):
        change("declined", "a-predicate-type-" + name, "predicateType '%s'" % text, "UNKNOWN_VERSION",
               "urn:assay:certificate:v1", text)
    one = inner[inner.index('"subject":[') + 11 : inner.index('],"predicateType"')]
    for name, comment, code, old, new in [
        ("no-subject", "an empty list of subjects", "MALFORMED_JSON", one, ""),
        ("two-subjects", "two subjects", "MALFORMED_JSON", one, one + "," + second),
        ("two-digests", "a second digest", "UNKNOWN_FIELD", digest + '"', digest + '","sha512":""'),
        ("other-digest", "sha512 instead of sha256", "UNKNOWN_FIELD", '"sha256"', '"sha512"'),
        ("upper-case-digest", "SHA256 for sha256", "UNKNOWN_FIELD", '"sha256"', '"SHA256"'),
        ("no-digest", "an empty digest set", "MISSING_FIELD", '"sha256":"%s"' % digest, ""),
    ]:
        change("rejected", "b-" + name, comment, code, old, new)
    for name, comment, text in [
        ("empty-name", "an empty name", ""), ("long-name", "129 characters", "n" * 129),
        ("slash", "a path", "models/model"), ("traversal", "a path that climbs", "../../etc/passwd"),
        ("absolute", "an absolute path", "/etc/passwd"), ("uri", "a URI", "file:///model"),
    ]:
        change("rejected", "c-" + name, "the name: " + comment, "MALFORMED_JSON", "model.safetensors", text)
    for name, comment, text in [
        ("longest-name", "128 characters", "n" * 128), ("markup", "markup is text", "<b>&amp;"),
        ("dots", "a name is no path", ".."), ("space", "a space", " "),
        ("percent", "no format string", "%s%n%d"),
    ]:
        accept("F-09", "name-" + name, "a name that is allowed: " + comment,
               certificate=envelope(once(inner, "model.safetensors", text)))
    for name, comment, text in [
        ("zero", "the digest is zero", "0" * 64), ("empty-file", "the digest of no bytes",
                                                   hashlib.sha256(b"").hexdigest()),
        ("last-digit", "one digit is wrong", digest[:-1] + ("0" if digest[-1] != "0" else "1")),
        ("sha512", "the beginning of another hash", hashlib.sha512(data).hexdigest()[:64]),
    ]:
        change("rejected", "d-digest-" + name, comment, "MODEL_MISMATCH", digest, text)
    put("rejected", "F-09", "d-model-one-bit", "the last bit of the model's last byte differs",
        envelope(inner), "MODEL_MISMATCH", data[:-1] + bytes([data[-1] ^ 1]))
    put("rejected", "F-09", "d-model-metadata", "the same weights with metadata are another file",
        envelope(inner), "MODEL_MISMATCH",
        tensors.model(tensors.numbers(1, 3, 2, 2, 3), metadata={"a": "b"}))


NO_GAPS = (
    '{"name":"sub-cubic","direct":"max_diff_exact","handling":"envelope",'
    '"attention":"exact_EQKE+max_diff_exact","gaps":"","directions":""}'
)


def claims():
    """F-10 and F-11."""
    base, total = claim(SMALL), 9

    def change(name, comment, code, **changes):
        put("rejected", "F-10", name, comment, honest(SMALL, **{**base, **changes}), code)

    mismatch, out = "SHAPE_MISMATCH", "CLAIM_RANGE"
    for field, name, value in [("k", "k", 2), ("vocab", "vocab", 3), ("dModel", "d-model", 2), ("dHead", "d-head", 3)]:
        for word, n in (("less", value - 1), ("more", value + 1), ("zero", 0)):
            k, v = (n if field == "k" else 2), (n if field == "vocab" else 3)
            change("a-%s-%s" % (name, word), "%s is %d in the claim" % (field, n), mismatch,
                   **{field: n, "total": str(v**k), "correct": "0"})
    nothing = statement(read(SMALL), {**base, "k": 0, "total": "1", "correct": "0"}, strategy=NO_GAPS)
    put("rejected", "F-10", "a-k-zero-sub-cubic", "K is 0: hints of no bits are no fault, the size is",
        envelope(nothing), mismatch)
    change("a-d-swapped", "dModel and dHead exchanged", mismatch, dModel=3, dHead=2)
    change("a-vacuous", "K = 0: one empty sequence, and it is right", mismatch, k=0, total="1", correct="1")
    for name, text in (("minus-one", "-1"), ("minus-third", "-1/3"), ("minus-tiny", "-1/" + "9" * 900)):
        change("b-margin-" + name, "a negative margin", out, margin=text, correct="0")
    for name, text in (("more", "10"), ("less", "8"), ("zero", "0"), ("negative", "-9"), ("k-to-v", "8"),
                       ("huge", "9" * 1000)):
        change("c-total-" + name, "total %s instead of 9" % text[:12], out, total=text, correct="0")
    for name, text in (("more", "10"), ("minus-one", "-1"), ("huge", "9" * 1000), ("minus-huge", "-" + "9" * 999)):
        change("d-correct-" + name, "correct %s of 9" % text[:12], out, correct=text)
    unproved = "CLAIM_NOT_PROVED"
    change("e-one-more", "one input more than is true", unproved, correct=str(int(base["correct"]) + 1))
    change("e-all", "all inputs", unproved, correct=str(total))
    change("e-one-at-a-huge-margin", "no margin is so large", unproved, margin="9" * 1000, correct="1")
    change("e-margin-added", "the count of margin 0 claimed for margin 100", unproved, margin="100")
    accept("F-10", "fewer-than-proved", "a claim may be weaker than the proof",
           correct=str(int(base["correct"]) - 1))
    accept("F-10", "nothing", "a claim of nothing is proved", correct="0")
    accept("F-10", "exact", "the exact count")
    accept("F-10", "nothing-at-a-huge-margin", "no margin is so large, and nothing is claimed",
           margin="9" * 1000)
    strategies(base)


def strategies(base):
    """F-11."""
    inner = statement(read(SMALL), base)
    old = '{"name":"brute-force"}'

    def change(verdict, name, comment, code, new):
        put(verdict, "F-11", name, comment, envelope(once(inner, old, new)), code)

    for name, text in (("trust-me", "trust-me"), ("empty", ""), ("upper-case", "Brute-Force"),
                       ("trailing-space", "brute-force "), ("underscore", "brute_force"),
                       ("prefix", "brute"), ("path", "../brute-force"), ("markup", "<b>"), ("percent", "%n%s")):
        change("declined", "a-" + name, "strategy '%s'" % text, "UNKNOWN_STRATEGY", '{"name":"%s"}' % text)
    unknown = "UNKNOWN_FIELD"
    change("rejected", "b-hints", "brute force has no hints", unknown, '{"name":"brute-force","hints":{}}')
    change("rejected", "b-correct", "a count supplied as a hint", unknown,
           '{"name":"brute-force","correct":"9"}')
    change("rejected", "b-hint-first", "a field before the name", unknown,
           '{"hints":{},"name":"brute-force"}')
    change("rejected", "b-no-name", "a strategy without a name", "MISSING_FIELD", "{}")
    accept("F-11", "brute-force", "the one strategy that has no hints")


def make():
    """All of them."""
    sizes()
    json_documents()
    numbers()
    base64_and_envelope()
    payload()
    claims()
