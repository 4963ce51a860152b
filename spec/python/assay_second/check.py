# SPDX-License-Identifier: Apache-2.0
"""One certificate, from its bytes to a verdict, in the order of `order-of-checks.md`."""
import pathlib

from .canon import InputError, Refused
from .cells import Cells
from .circuits import Circuits
from .claim import Claim
from .counting import GroupedCounting, PotentialCounting
from .execution import Execution, Premises
from .exhaustion import BruteForce
from .gaps import SubCubic
from .halfspaces import HalfSpaces
from .model import Model, digest
from .parts import QueryRange, added
from .onehead import OneHead
from .program import Exhaustive, Program
from .question import demand
from .signed import envelope
from .tasks import Inputs

MODEL_LIMIT = 256 << 20


class Finding:
    """What is known of a certificate when its check ends; the fields of --json (F-13)."""

    def __init__(self, file, unsigned):
        self.file, self.unsigned = file, unsigned
        self.verdict = self.code = self.message = self.claim = self.shape = None
        self.sha256 = self.program = None
        self.proved = self.executions = self.signers = None
        self.parts = self.span = self.part = self.payload = None

    def json(self, millis):
        claim = self.claim
        line = {"file": self.file, "verdict": self.verdict, "code": self.code,
                "message": self.message, "strategy": claim and claim.name,
                "correct": claim and str(claim.correct), "proved": text(self.proved),
                "total": claim and str(claim.total),
                "accuracy": claim and accuracy(claim.correct, claim.total),
                "margin": claim and str(claim.margin),
                "weights": claim and (None if claim.numbers else claim.weights),
                "profile": None, "model": None, "program": self.program, "signers": None, "unsigned": self.unsigned,
                "operations": None, "millis": millis}
        if self.parts is not None and self.verdict != "error":
            line["byParts"] = True
        if claim and claim.profile is not None:
            line["profile"] = {"name": claim.profile_name, "correct": str(claim.profile),
                               "proved": text(self.executions),
                               "accuracy": accuracy(claim.profile, claim.total)}
        if self.shape or self.sha256:
            shape = self.shape or (self.sha256,) + (None,) * 4
            line["model"] = dict(zip(("sha256", "k", "vocab", "dModel", "dHead"), shape))
        if self.signers is not None:
            line["signers"] = [{"name": name, "algorithms": algorithms}
                               for name, algorithms in self.signers]
        return line


def text(number):
    return None if number is None else str(number)


def accuracy(count, total):
    if not total:
        return None
    return {"fraction": "%d/%d" % (count, total), "decimal": decimal(count, total)}


def decimal(count, total):
    """Rounded down to ten digits (L-06)."""
    digits = 10 ** 10 * count // total
    return "%d.%010d" % (digits // 10 ** 10, digits % 10 ** 10)


RULES = {"brute-force": BruteForce, "grouped-counting": GroupedCounting,
         "potential-counting": PotentialCounting, "cubic": Cells, "cubic-retest": Cells,
         "sub-cubic": SubCubic}


def prove(finding, claim, rule, model):
    """F-10 (e), (h): counts and compares, the second line first."""
    if finding.parts is not None:
        none = QueryRange(claim.sizes, claim.hints)
        none.restrict(0, 0)
        none.limits(claim.weights)
        judge(finding, claim, *added(finding.parts, finding.payload, claim, "query tokens", rule.v))
        return
    rule.limits(claim.weights)
    circuits = Circuits(model)
    premises = Premises(circuits)
    rule.prepare(circuits)
    if claim.profile is not None:
        finding.executions = rule.count(Execution(circuits, claim.profile_name), claim.margin)
        finding.proved = finding.executions  # L-44, 1
        if claim.profile > finding.executions:
            raise Refused("CLAIM_NOT_PROVED", "of executions %d are claimed, %d proved" % (
                claim.profile, finding.executions))
    if claim.profile is None or claim.correct > finding.proved:
        finding.proved = max(finding.proved or 0, rule.count(premises, claim.margin))
    if claim.correct > finding.proved:
        raise Refused("CLAIM_NOT_PROVED", "%d are claimed, %d proved" % (
            claim.correct, finding.proved))


def judge(finding, claim, proved, executions):
    """L-99: as if it had been counted here."""
    finding.proved, finding.executions = proved, executions
    if executions is not None and claim.profile > executions:
        raise Refused("CLAIM_NOT_PROVED", "of executions %d are claimed, %d proved" % (
            claim.profile, executions))
    if claim.correct > proved:
        raise Refused("CLAIM_NOT_PROVED", "%d are claimed, %d proved" % (claim.correct, proved))


def decide_part(finding, claim, model):
    """L-99: a range of query tokens."""
    rule = QueryRange(claim.sizes, claim.hints)
    rule.restrict(*finding.span)
    rule.limits(claim.weights)
    circuits = Circuits(model)
    rule.prepare(circuits)
    proved = executed = rule.count(Premises(circuits), claim.margin)
    if claim.profile is not None:
        executed = rule.count(Execution(circuits, claim.profile_name), claim.margin)
        proved = max(proved, executed)
    finding.part = {"total": rule.all(), "proved": proved}
    if claim.profile is not None:
        finding.part["executed"] = executed
    finding.part["units"] = rule.v


def ask(finding, claim, model, find_data):
    """A claim of version 2: F-15 (c), (e), and what comes before."""
    if finding.span:
        raise InputError("--range: this checker divides brute-force only")
    question = claim.question
    program = Program(question, model)
    inputs = Inputs(question, lambda wanted: bytes_of(find_data(wanted), wanted, "data"))
    for tokens in program.tokens:
        demand(inputs.largest() < tokens, "a token beyond the table of %d" % tokens)
    total = inputs.total()
    demand(claim.total == total and total >= 1, "total: got %d, there are %d" % (claim.total, total))
    sample = inputs.sample()
    rule = Exhaustive(question, program, inputs)
    finding.program = {
        "network": "; ".join("%s: %s" % (step.name, step.op) for step in program.steps),
        "inputs": "%d of %d positions, %d free" % (total, question.length, len(question.free)),
        "outputs": "%d to %d" % question.outputs, "task": question.asked["name"],
        "decidedByLevel": rule.decided, "sample": sample}
    if finding.parts is not None:
        judge(finding, claim, *added(finding.parts, finding.payload, claim, "inputs", inputs.count))
        return
    finding.proved = rule.count()
    finding.executions = rule.executions
    if claim.profile is not None and claim.profile > finding.executions:
        raise Refused("CLAIM_NOT_PROVED", "of executions %d are claimed, %d proved" % (
            claim.profile, finding.executions))
    if claim.correct > finding.proved:
        raise Refused("CLAIM_NOT_PROVED", "%d are claimed, %d proved" % (claim.correct, finding.proved))


def named_anew(finding, claim, labels, model):
    """The program of a claim whose tokens have new numbers (L-77)."""
    question = claim.question
    program = Program(question, model)
    for tokens in program.tokens:
        demand(max(labels.tokens) < tokens, "a token beyond the table of %d" % tokens)
    finding.program = {
        "network": "; ".join("%s: %s" % (step.name, step.op) for step in program.steps),
        "inputs": "all %d" % claim.total, "outputs": "%d to %d" % question.outputs,
        "task": question.asked["name"], "decidedByLevel": []}
    return program


def renumbered(finding, claim, rule, model):
    """F-23: a claim of version 2 by a rule of version 1."""
    program = named_anew(finding, claim, claim.numbers, model)
    head = OneHead(program, claim.numbers, claim.margin)
    same_shape(claim, (head.k, head.v, head.d, head.h))
    prove(finding, claim, rule, head)


def spaces(finding, claim, model):
    """F-24: a claim of version 2 by R-08."""
    program = named_anew(finding, claim, claim.labels, model)
    finding.proved = HalfSpaces(program, claim.labels, claim.hints).count(claim.margin)
    if claim.correct > finding.proved:
        raise Refused("CLAIM_NOT_PROVED", "%d are claimed, %d proved" % (claim.correct, finding.proved))


def same_shape(claim, shape):
    if claim.sizes != shape:
        raise Refused("SHAPE_MISMATCH", "claimed k, vocab, dModel, dHead %s, the model's %s" % (
            claim.sizes, shape))


def bytes_of(path, wanted, what):
    """A file that has the digest, F-09 (d)."""
    try:
        if path.stat().st_size > MODEL_LIMIT:
            raise Refused("LIMIT_EXCEEDED", what + ": more than 256 MiB")
        data = path.read_bytes()
    except OSError as error:
        raise InputError("%s: %s" % (what, error)) from None
    if digest(data) != wanted:
        raise Refused("MODEL_MISMATCH", "the %s has another SHA-256 than the certificate says" % what)
    return data


def check(finding, data, policy, find_model, find_data=None):
    """data: the certificate's bytes; find_model: from a digest to a model file's path, and find_data
    to that of a data file."""
    try:
        payload, signatures = envelope(data)
        finding.payload = payload
        if policy:
            finding.signers = policy.verify(payload, signatures)
        claim = Claim(payload, finding.parts is not None or finding.span is not None)
        by_inputs = claim.question and not claim.numbers
        rule = None if by_inputs else RULES[claim.name](claim.sizes, claim.hints)
        finding.claim = claim
        data = bytes_of(find_model(claim.digest), claim.digest, "model")
        if claim.question:
            finding.sha256 = claim.digest
            if claim.labels:
                spaces(finding, claim, data)
            elif claim.numbers:
                renumbered(finding, claim, rule, data)
            else:
                ask(finding, claim, data, find_data)
            finding.verdict = "accepted"
            return
        model = Model(data)
        finding.shape = claim.digest, model.k, model.v, model.d, model.h
        same_shape(claim, finding.shape[1:])
        if finding.span:
            decide_part(finding, claim, model)
            return
        prove(finding, claim, rule, model)
        finding.verdict = "accepted"
    except Refused as refused:
        finding.verdict, finding.code, finding.message = refused.verdict, refused.code, str(refused)
    except InputError as error:
        finding.verdict, finding.code, finding.message = "error", "INPUT_ERROR", str(error)
    except Exception as error:  # whatever went wrong here decides nothing: exit code 70
        finding.verdict, finding.code = "error", "INTERNAL_ERROR"
        finding.message = "%s: %s" % (type(error).__name__, error)


def finder(certificate, model, folder):
    """Where a model is looked for: the file named, or every *.safetensors in the known folders."""
    def find(wanted):
        if model:
            return pathlib.Path(model)
        home = pathlib.Path(certificate).parent
        places = [home, home / "models", home.parent / "models"]
        for place in places + ([pathlib.Path(folder)] if folder else []):
            for path in sorted(place.glob("*.safetensors")) if place.is_dir() else ():
                try:
                    if path.is_file() and path.stat().st_size <= MODEL_LIMIT \
                            and digest(path.read_bytes()) == wanted:
                        return path
                except OSError:
                    continue
        raise InputError("no model with the SHA-256 %s" % wanted)
    return find
