# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What needs programs of Debian: they are installed where that is possible. Sourced by .ci/run.

# debian PROGRAM PACKAGE...: installs the packages unless the program is there; fails if it is not
# there then.
debian() {
  command -v "$1" >/dev/null && return
  debian_packages "${@:2}"
  command -v "$1" >/dev/null
}

# debian_packages PACKAGE...: installs them where that is possible.
debian_packages() {
  if command -v apt-get >/dev/null && [[ $(id -u) == 0 ]]; then
    export DEBIAN_FRONTEND=noninteractive
    { apt-get -qq update && apt-get -qq -y install --no-install-recommends "$@"; } \
      >"$scratch/apt" 2>&1 || tail -n 3 "$scratch/apt"
  fi
}

cryptography_is_here() {
  debian python3 python3 || return 1
  python3 -c 'import cryptography' 2>/dev/null || debian_packages python3-cryptography
  python3 -c 'import cryptography' 2>/dev/null
}

# The libraries that are asked want 20.19 or later.
node_is_here() {
  debian node nodejs && debian npm npm &&
    node -e '
      const [major, minor] = process.versions.node.split(".")
      process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)'
}

# The tests of the report's pages look at them in a browser, and say so where there is none.
step_browser() {
  if debian chromium chromium && debian chromedriver chromium-driver; then
    chromium --version
  else
    echo "browser: SKIPPED, chromium and chromedriver are not here and cannot be installed;" \
      "the tests of the report's pages are left out"
  fi
}

formal_packages=(coq libcoq-flocq make ocaml ocaml-findlib libzarith-ocaml-dev libsha-ocaml-dev
  python3)

# All is proved each time; of the strategies with vectors some have their turn.
step_formal() {
  local options=(--hostile --certificates)
  mapfile -t -O 2 options < <(printf -- '--vectors=%s\n' brute-force grouped-counting \
    potential-counting cubic cubic-retest | in_turn 2)
  if debian coqc "${formal_packages[@]}" && debian ocamlfind "${formal_packages[@]}"; then
    spec/formal/build "${options[@]}"
    checker/bin/assay-check --unsigned --second-opinion=spec/formal/target/assay-coq \
      --model certificates/models/max-of-3-vocab-32-seed-50.safetensors \
      certificates/max-of-3-vocab-32-seed-50/grouped-counting.cert.json
  else
    echo "formal: SKIPPED, coqc is not here and cannot be installed (see spec/formal/README.md)"
  fi
}
