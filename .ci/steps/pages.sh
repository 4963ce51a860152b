# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Every command on the five pages for readers is run, and the output shown there is what comes.
# Sourced by .ci/run.
#
# <!-- ci: NAME --> names the shell block behind it, a test of this script. "main" and "test" are
# what a new reader runs. <!-- ci: NAME in-turn --> is for a block that takes long: of the archive it
# gets the certificates whose turn it is, in a folder of its own.
# <!-- ci: NAME output --> before a text block: its lines are among what block NAME prints, "..."
# stands for anything.

pages=(README.md checker/README.md generator/README.md certificates/README.md
  certificates/OUTSIDE.md)

# Files $scratch/pages/NN-NAME, and NN-NAME.output for what they print.
page_blocks() {
  mkdir -p "$scratch/pages"
  awk -v folder="$scratch/pages" '
    function fail(what) { print FILENAME ":" FNR ": " what > "/dev/stderr"; wrong = 1 }
    FNR == 1 { name = "" }
    /^<!-- ci: [a-z-]+( (output|in-turn))? -->$/ { name = $3; kind = $4; next }
    /^ *<!-- ci:/ { fail("want <!-- ci: NAME -->, with output or in-turn behind the name") }
    /^```/ && inside { inside = 0; name = ""; next }
    /^```/ {
      inside = 1
      if ($0 ~ /^```(sh|bash|shell|console)?[ \t]*$/ && name == "") {
        fail("a command that no ci comment names")
      }
      file = "/dev/null"
      if (name != "" && kind == "output") {
        if (!(name in of)) fail("output of a block that is not above: " name)
        file = of[name] ".output"
      } else if (name != "") {
        if (name in of) fail("two blocks are called " name)
        of[name] = file = sprintf("%s/%02d-%s", folder, ++count, name)
        if (kind == "in-turn") print "" > (file ".in-turn")
      }
      next
    }
    inside { print > file; next }
    /^(    |\t)(generator|checker|mvn|java|git|mkdir|cp|openssl) ?/ { fail("a command outside a block") }
    NF { name = "" }
    END { exit wrong }
  ' "${pages[@]}"
}

# Commands in running text are among those of the blocks.
inline_commands() {
  local page command missing=0
  # no pipe into grep -q: it ends early, and whoever writes to it fails
  find "$scratch/pages" -type f ! -name '*.*' -exec cat {} + >"$scratch/commands"
  for page in "${pages[@]}"; do
    while IFS= read -r command; do
      if ! grep -qF -- "$command" "$scratch/commands"; then
        printf '%s: `%s` is in no block that is run\n' "$page" "$command" >&2
        missing=1
      fi
    done < <(grep -v '^```' "$page" |
      grep -oE '`(mvn|java|openssl|generator/bin/assay|checker/bin/assay-check) [^`]+`' | tr -d '`')
  done
  return "$missing"
}

# Short, narrow, and every link into the project leads somewhere.
pages_in_form() {
  local page link wrong=0
  (($(wc -l <README.md) <= 120)) || { echo 'README.md: more than 120 lines' >&2 && wrong=1; }
  awk 'length > 100 && !/^\|/ { print FILENAME ":" FNR ": wider than 100"; wrong = 1 }
    END { exit wrong }' "${pages[@]}" >&2 || wrong=1
  for page in "${pages[@]}" .github/*.md spec/stability.md spec/schemas/README.md; do
    while IFS= read -r link; do
      [[ -e $(dirname "$page")/$link ]] || { echo "$page: no $link" >&2 && wrong=1; }
    done < <(grep -oE '\]\([^)#]+' "$page" | cut -c3- | grep -vE '^[a-z]+:' || true)
  done
  return "$wrong"
}

# What generator/README.md says strategies prove and cost is the mean in study.csv.
strategy_table() {
  awk -F, '
    FNR == NR {
      if ($3 == 4 && ($7 != "sub-cubic" || $8 ~ /max_diff_exact --handling envelope .*exact_EQKE/)) {
        n[$7]++; proved[$7] += $9 / $10; cost[$7] += $12 / 1e6
      }
      next
    }
    /^\| `/ && split($0, cell, " *[|] *") > 5 {
      name = substr(cell[2], 2, length(cell[2]) - 2)
      want = sprintf("%.5f %.1f million", proved[name] / n[name], cost[name] / n[name])
      got = substr(cell[3], 1, 7) " " cell[4]
      if (got != want) { print FILENAME ": " name ": got " got ", want " want; wrong = 1 }
      rows++
    }
    END { exit wrong || rows != 6 }
  ' certificates/study.csv generator/README.md >&2
}

# number NAME FILE: the digits of a count in the claim of a certificate, which is signed base64.
number() {
  sed -n 's/.*"payload":"\([^"]*\)".*/\1/p' "$2" | base64 -d |
    sed -n "s/.*\"$1\":\"\([0-9]*\)\".*/\1/p"
}

# first_screen PAGE: "of all N inputs ... at least **n** right" is what the certificate behind "[This
# one]" says; there is a picture, and links to the paper and its code.
first_screen() {
  local page=$1 text file got want link wrong=0
  text=$(tr '\n' ' ' <"$page")
  file=$(sed -n 's/.*\[This one\](\([^)]*\.cert\.json\)).*/\1/p' <<<"$text")
  [[ -f $file ]] || { echo "$page: [This one]: no certificate: $file" >&2 && return 1; }
  got=$(sed -n 's/.*of all \([0-9,]*\) inputs.*at least \*\*\([0-9,]*\)\*\* right.*/\2 of \1/p' \
    <<<"$text")
  want="$(number correct "$file") of $(number total "$file")"
  [[ $want =~ ^[0-9]+\ of\ [0-9]+$ ]] || { echo "$file: no correct and total" >&2 && return 1; }
  [[ ${got//,/} == "$want" ]] ||
    { echo "$page: got ${got:-nothing}, want $want ($file)" >&2 && wrong=1; }
  for link in https://arxiv.org/abs/2406.11779 \
    https://github.com/JasonGross/guarantees-based-mechanistic-interpretability; do
    [[ $text == *"]($link)"* ]] || { echo "$page: no link to $link" >&2 && wrong=1; }
  done
  file=$(sed -n 's/.*!\[[^]]*\](\([^)]*\)).*/\1/p' <<<"$text")
  [[ -s $file ]] || { echo "$page: no picture" >&2 && wrong=1; }
  return "$wrong"
}

# "first_screen" takes the page as it is, and none with another number, or without what it has.
first_screen_is_strict() {
  local try=$scratch/screen change
  for change in 's/\*\*[0-9]/&0/' 's/of all [0-9]/&0/' 's/\*\*\([0-9]\)/\1/' 's/!\[/[/' \
    's#/brute-force.cert#/no-such.cert#' 's#/brute-force.cert#/cubic.cert#' \
    's#(https://arxiv.org/abs/2406.11779)##' 's#(https://github.com/JasonGross/[a-z-]*)##'; do
    sed "$change" README.md >"$try"
    ! cmp -s README.md "$try" || die "first_screen: $change changes nothing"
    ! first_screen "$try" 2>/dev/null || die "first_screen takes README.md after $change"
  done
}

# tenth_of_archive: makes a folder like certificates/ with the models and what is in turn.
tenth_of_archive() {
  local model
  rm -rf "$1"
  mkdir -p "$1"
  cp -r certificates/models certificates/policy.json "$1"
  find certificates -mindepth 1 -maxdepth 1 -name 'max-of-*' | sort | in_turn 10 |
    while IFS= read -r model; do
      cp -r "$model" "$1"
    done
  compgen -G "$1/max-of-*" >/dev/null || cp -r certificates/max-of-3-vocab-32-seed-50 "$1"
}

# shows BLOCK: fails if a line of BLOCK.output is not in BLOCK.got.
shows() {
  awk '
    function within(line, pattern,  parts, n, i, at) {
      n = split(pattern, parts, /\.\.\./)
      if (n == 1) return line == pattern
      for (i = 1; i <= n; i++) {
        if (parts[i] == "") continue
        if (!(at = index(line, parts[i]))) return 0
        line = substr(line, at + length(parts[i]))
      }
      return 1
    }
    { gsub(/\033\[[0-9;]*m/, ""); sub(/[ \t\r]+$/, "") } # colours of Maven
    FILENAME == ARGV[1] { got[++lines] = $0; next }
    NF {
      found = 0
      for (i = 1; i <= lines && !found; i++) found = within(got[i], $0)
      if (!found) { print "not printed: " $0 > "/dev/stderr"; wrong = 1 }
    }
    END { exit wrong }
  ' "$1.got" "$1.output"
}

# "shows" takes what is printed, and only that.
shows_is_strict() {
  local try=$scratch/shows
  printf 'one\ntwo 12 three\n' >"$try.got"
  printf 'two ... three\none\n' >"$try.output"
  shows "$try" || die "shows refuses what is printed"
  printf 'two 13 three\n' >"$try.output"
  ! shows "$try" 2>/dev/null || die "shows takes what is not printed"
  printf 'three ... two\n' >"$try.output"
  ! shows "$try" 2>/dev/null || die "shows takes pieces in another order"
}

run_block() {
  local block=$1 script=$1.run
  say "page: ${block##*/}"
  cp "$block" "$script"
  if [[ -e $block.in-turn ]]; then
    tenth_of_archive "$scratch/certificates"
    sed -i "s# certificates/\$# $scratch/certificates/#" "$script"
    ! cmp -s "$block" "$script" || die "${block##*/} is in turn and has no certificates/"
  fi
  cat "$script"
  bash -euo pipefail "$script" </dev/null 2>&1 | tee "$block.got"
  if [[ -e $block.output ]]; then
    shows "$block" || die "${block##*/} prints something else than the page shows"
  fi
}

# can_run BLOCK: whether what a block named *-node or *-python asks for is here, or can be installed;
# says so if not.
can_run() {
  case $1 in
    *-node) node_is_here || { echo "${1##*/}: SKIPPED, no Node 20.19 and npm" && return 1; } ;;
    *-python) cryptography_is_here || { echo "${1##*/}: SKIPPED, no cryptography" && return 1; } ;;
  esac
}

# "test" first, because nothing else matters while it fails.
step_pages() {
  local block ran=0
  shows_is_strict
  page_blocks || die "a page has commands that are not run"
  inline_commands || die "a page has commands that are not run"
  pages_in_form || die "a page is not in form"
  first_screen README.md || die "the first screen of README.md is not what is there"
  first_screen_is_strict
  strategy_table || die "the table of strategies is not that of certificates/study.csv"
  compgen -G "$scratch/pages/*-test" >/dev/null || die "no page has <!-- ci: test -->"
  compgen -G "$scratch/pages/*-main" >/dev/null || die "no page has <!-- ci: main -->"
  run_block "$(compgen -G "$scratch/pages/*-test")"
  for block in "$scratch"/pages/[0-9][0-9]-*; do
    case ${block##*/} in # the folder's own name may have a dot
      *-test | *.*) ;;
      *)
        can_run "$block" || continue
        run_block "$block"
        ran=$((ran + 1))
        ;;
    esac
  done
  ((ran > 10)) || die "only $ran commands of the pages were run"
}

# A smaller sample, each in a process of its own, so that none relies on what others left.
step_certificates() {
  local file
  find certificates -name '*.cert.json' | sort | in_turn 50 >"$scratch/sample"
  [[ -s $scratch/sample ]] || die "certificates/ holds no certificate"
  while read -r file; do
    checker/bin/assay-check --policy certificates/policy.json "$file"
  done <"$scratch/sample"
}
