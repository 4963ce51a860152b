# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The second checker: vectors and certificates in turn, its mutants, its installation. Sourced by
# .ci/run.

step_second() {
  local turn certificates python
  if ! python=$(command -v python3); then
    echo "no python3: the second checker is not run"
    return
  fi
  turn=$(git rev-parse HEAD)
  "$python" spec/vectors/facts.py --check
  "$python" spec/examples/make.py --check
  # also the lines for people, of each strategy of either version
  PYTHONPATH=spec/python "$python" -m assay_second --unsigned --model spec/examples/model.safetensors \
    spec/examples/*.cert.json
  if [[ -n ${ASSAY_CI_ALL:-} ]]; then
    "$python" spec/vectors/run.py
  else
    "$python" spec/vectors/run.py --every 10 --turn "${turn:0:8}"
  fi
  "$python" spec/vectors/mutants.py
  "$python" spec/vectors/executions.py --first $((16#${turn:0:8})) --seconds 8
  theorems "$python" "${turn:0:8}"
  cp -r spec/python "$scratch/python"
  if ! "$python" -m pip install -q --no-deps --target "$scratch/installed" "$scratch/python"; then
    echo "pip cannot build here (it needs setuptools): the second checker is run from its folder"
    mkdir -p "$scratch/installed"
    cp -r spec/python/assay_second "$scratch/installed/"
  fi
  # what takes this checker minutes has its vectors: two strategies, half-spaces of
  # 64 tokens, and programs with many inputs
  mapfile -t certificates < <(git ls-files 'certificates/*.cert.json' |
    grep -v -e brute-force -e grouped-counting -e max-of-20 -e sum-mod-59 -e brackets-16 \
      -e repeat-6 -e 'vocab-32.*/exhaustive' -e 'vocab-64.*/half-spaces' -e vocab-256 |
    in_turn 200)
  echo "certificates in turn: ${#certificates[@]}"
  if ((${#certificates[@]} > 0)); then
    PYTHONPATH=$scratch/installed "$python" -m assay_second --policy certificates/policy.json \
      "${certificates[@]}"
  fi
}

# theorems PYTHON TURN: both checkers against enumeration on random theorems, from a seed of the commit on.
theorems() {
  local archived=certificates/max-of-3-vocab-32-seed-50
  checker/bin/assay-check --second-opinion --policy certificates/policy.json \
    "$archived/cubic-retest.cert.json"
  mkdir -p "$scratch/server"
  javac -d "$scratch/server" -cp checker/target/launcher/assay-checker.jar \
    checker/src/test/java/org/assay/checker/cli/Server.java
  "$1" spec/vectors/theorems.py --first $((16#$2 * 1000)) --seconds 40 -- java -Xmx512m \
    -cp "checker/target/launcher/assay-checker.jar:$scratch/server" org.assay.checker.cli.Server
  "$1" spec/vectors/mangled.py --first $((16#$2 * 10000)) --seconds 20 -- java -Xmx512m \
    -cp "checker/target/launcher/assay-checker.jar:$scratch/server" org.assay.checker.cli.Server
}
