# SPDX-License-Identifier: Apache-2.0
"""The command line of assay-check (F-13)."""
import argparse
import hashlib
import json
import os
import pathlib
import sys
import time
import unicodedata

from . import VERSION, parts
from .canon import InputError
from .check import Finding, check, decimal, finder
from .signed import Policy

EXIT = {"accepted": 0, "rejected": 1, "declined": 2, "INPUT_ERROR": 66, "INTERNAL_ERROR": 70}
WORST = [0, 2, 1, 66, 70]
BY_PARTS = "; by parts, which are taken for what a checker derived"
NOUN = {0: "accepted", 1: "rejected", 2: "declined", 66: "errors", 70: "errors"}


class Parser(argparse.ArgumentParser):
    def error(self, message):
        sys.stderr.write("assay-check-py: %s (see --help)\n" % message)
        raise SystemExit(64)


def parser():
    out = Parser(prog="assay-check-py", allow_abbrev=False,
                 description="Decides certificates from the weights of their models, exactly.")
    out.add_argument("certificates", nargs="*", metavar="CERT",
                     help="a certificate, - for stdin, or a folder of *.cert.json")
    out.add_argument("--policy", metavar="FILE", help="whose signatures are demanded")
    out.add_argument("--unsigned", action="store_true", help="do not look at signatures")
    out.add_argument("--model", metavar="FILE", help="the model file")
    out.add_argument("--models", metavar="DIR", help="look for the model here as well")
    out.add_argument("--long", action="store_true", help="the whole claim in a sentence")
    out.add_argument("--json", action="store_true", help="one JSON object per certificate")
    out.add_argument("-q", "--quiet", action="store_true", help="no line for what is accepted")
    out.add_argument("--fail-fast", action="store_true", help="stop at the first not accepted")
    out.add_argument("--jobs", type=int, default=1, metavar="N",
                     help="taken for the sake of assay-check; one certificate after another")
    out.add_argument("--range", metavar="FROM..TO", help="decide these query tokens of one brute-force only")
    out.add_argument("--parts", metavar="FILE", help="add up the parts of one certificate")
    out.add_argument("--show-policy", metavar="FILE", help="print the signers of a policy")
    out.add_argument("--version", action="version", version="assay-check-py " + VERSION)
    return out


def shown(name):
    """Control and format characters as ?."""
    return "".join("?" if unicodedata.category(char)[0] == "C" else char for char in name)


def sentence(claim, finding):
    """The sentence of claim.md."""
    over = "Under the product distribution with the token weights %s, with probability at least " \
           "%d / %d," % (claim.weights, claim.correct, claim.total)
    if claim.weights is None:
        over = "On at least %d of the %d sequences in {0..%d}^%d" % (
            claim.correct, claim.total, claim.sizes[1] - 1, claim.sizes[0])
    out = "%s the largest last-position logit of %s is, strictly (by more than %s), the one of the " \
          "sequence's maximum." % (over, finding.shape[0], claim.margin)
    if claim.profile is not None:
        out += " In every execution of it that keeps the assumptions of %s, this holds " \
               "of the computed logits on at least %d of %d." % (
                   claim.profile_name, claim.profile, claim.total)
    return out


def summary(claim, finding):
    out = "max of %d, accuracy%s >= %s" % (
        claim.sizes[0], " under token weights" if claim.weights else "",
        decimal(claim.correct, claim.total))
    if claim.margin:
        out += " by more than %s" % claim.margin
    if claim.profile is not None:
        out += " (in every execution of %s >= %s)" % (
            claim.profile_name, decimal(claim.profile, claim.total))
    out += ", " + claim.name
    if finding.signers:
        out += ", signed by " + ", ".join(name for name, _ in finding.signers)
    return out + "; read as 1 layer, 1 head, attention only, no layer norm"


def program_sentence(claim, finding):
    """Of a claim of version 2, short or long."""
    asked = finding.program
    drawn = asked.get("sample")
    more = "" if not drawn else " (of all %s >= %s with confidence 1 - 2^-%d if round %s of %s was not known)" % (
        drawn["population"], drawn["bound"]["decimal"], drawn["confidence"], drawn["round"], drawn["source"])
    return "task %s on at least %d of %d inputs (%s), among outputs %s%s, accuracy >= %s%s; %s; network: %s" % (
        asked["task"], claim.correct, claim.total, asked["inputs"], asked["outputs"],
        " by more than %s" % claim.margin if claim.margin else "", decimal(claim.correct, claim.total), more,
        claim.name, asked["network"])


def certificates(names):
    """Files in order; a folder stands for the *.cert.json below it, None for stdin."""
    for name in names:
        if name == "-" or not os.path.isdir(name):
            yield name, None
            continue
        problems, found = [], []
        for folder, folders, files in os.walk(name, onerror=problems.append):
            found += [os.path.join(folder, file) for file in files if file.endswith(".cert.json")]
        for path in sorted(found):
            yield path, None
        for problem in problems:
            yield str(problem.filename), str(problem)
        if not found and not problems:
            yield name, "no *.cert.json below it"


def decide(name, problem, policy, args):
    finding = Finding(name, args.unsigned)
    try:
        if args.parts:
            finding.parts = parts.read(pathlib.Path(args.parts).read_bytes())
        if args.range:
            finding.span = parts.span(args.range)
        if isinstance(policy, InputError):
            raise policy
        if problem:
            raise InputError(problem)
        if args.models and not os.path.isdir(args.models):
            raise InputError("--models: no folder " + args.models)
        if name == "-":
            data = sys.stdin.buffer.read((4 << 20) + 1)
        elif not os.path.isfile(name):
            raise InputError("no file")
        else:
            with open(name, "rb") as file:
                data = file.read((4 << 20) + 1)
    except (InputError, OSError) as error:
        finding.verdict, finding.code, finding.message = "error", "INPUT_ERROR", str(error)
        return finding
    place = "." if name == "-" else name
    check(finding, data, policy, finder(place, args.model, args.models), finder(place, None, args.models))
    return finding


def show(finding, millis, args):
    name = shown(finding.file)
    parts = BY_PARTS if finding.parts is not None else ""
    if finding.part:
        first, last = finding.span
        line = {"part": "urn:assay:part:v1", "claim": hashlib.sha256(finding.payload).hexdigest(),
                "unit": "query tokens", "units": finding.part.pop("units"), "from": first, "to": last}
        line.update(finding.part, operations=0)
        line = {key: str(value) for key, value in line.items()}
        print(json.dumps(dict(line, levels=[]), separators=(",", ":")), flush=True)
    elif args.json:
        if not (args.quiet and finding.verdict == "accepted"):
            print(json.dumps(finding.json(millis), separators=(",", ":")), flush=True)
    elif finding.verdict == "accepted":
        if not args.quiet:
            said = program_sentence if finding.program else sentence if args.long else summary
            print("accepted%s: %s: %s%s" % (" (unsigned)" if args.unsigned else "", name,
                                            said(finding.claim, finding), parts), flush=True)
    elif finding.verdict != "error":
        print("%s %s: %s%s" % (finding.verdict, finding.code, name, parts), flush=True)
    if finding.message:
        sys.stderr.write("assay-check-py: %s: %s\n" % (name, shown(finding.message)))


def show_policy(file):
    try:
        policy = Policy(pathlib.Path(file).read_bytes())
    except (InputError, OSError) as error:
        sys.stderr.write("assay-check-py: %s\n" % error)
        return 66
    for name, keys in policy.signers:
        print(name)
        for algorithm, _, digest in keys:
            print("  %s %s" % (algorithm, digest))
    print("required: %d signer(s), each by %s" % (policy.count, " and ".join(policy.algorithms)))
    return 0


def main(arguments=None):
    args = parser().parse_args(arguments)
    if args.show_policy:
        if len(arguments if arguments is not None else sys.argv[1:]) > 2:
            parser().error("--show-policy stands alone")
        return show_policy(args.show_policy)
    if not args.certificates or bool(args.policy) == args.unsigned or args.jobs < 1 \
            or (args.json and args.long) or (args.range and args.parts) \
            or ((args.range or args.parts)
                and (len(args.certificates) != 1 or os.path.isdir(args.certificates[0]))):
        parser().error("want certificates, and --policy FILE or --unsigned")
    policy, start, counts, worst = None, time.monotonic(), {}, 0
    if args.policy:
        try:
            policy = Policy(pathlib.Path(args.policy).read_bytes())
        except InputError as error:
            policy = error
        except OSError as error:
            policy = InputError("policy: %s" % error)
    todo = list(certificates(args.certificates))
    done, why = 0, "--fail-fast"
    try:
        for name, problem in todo:
            begin = time.monotonic()
            finding = decide(name, problem, policy, args)
            code = 0 if finding.part else EXIT[finding.code if finding.verdict == "error" else finding.verdict]
            show(finding, int(1000 * (time.monotonic() - begin)), args)
            done += 1
            counts[NOUN[code]] = counts.get(NOUN[code], 0) + 1
            worst = max(worst, code, key=WORST.index)
            if code and args.fail_fast:
                break
    except KeyboardInterrupt:
        worst, why = 70, "interrupted"
    except BrokenPipeError:
        return 70
    if len(todo) > 1 and not args.json and not (args.quiet and worst == 0):
        left = "; %d not checked (%s)" % (len(todo) - done, why) if done < len(todo) else ""
        sys.stderr.write("assay-check-py: %d certificates: %s; %d s%s\n" % (
            done, ", ".join("%d %s" % (counts.get(noun, 0), noun) for noun in (
                "accepted", "rejected", "declined", "errors")), time.monotonic() - start, left))
    return worst
