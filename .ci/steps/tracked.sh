# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What no tracked file may be or hold. Sourced by .ci/run.

# Everything at the top; what else there is belongs below one of these.
top_level='\.[^/]*|LICENSE|README\.md|pom\.xml|certificates|checker|findings|generator|spec'

# A folder of one person's machine, and one outside of the project.
machine_paths='(^|[^[:alnum:]./_~-])/(home|root|work|Users)/[[:alnum:]_]|[A-Za-z]:\\Users\\|\.\./shared/'

note_names='(^|/)([^/]*[-_.])?(NOTES?|notes?|TODO|todo|scratch|DEVELOPERS)([-_.][^/]*)?$|(~|\.(orig|rej|bak|swp|tmp))$'

# refuse TITLE COMMAND...: fails with the lines that the command finds, if there are any.
refuse() {
  local found
  found=$("${@:2}") || true # nothing found
  if [[ -n $found ]]; then
    printf 'refused, %s:\n%s\n' "$1" "$found" >&2
    return 1
  fi
}

# Vectors hold what a checker must refuse: line ends too.
carriage_returns() {
  refuse 'carriage return in' git -C "$1" grep -lI $'\r' -- . ':!spec/vectors/reject'
}

strangers() {
  refuse 'not one of the top-level names' named "$1" -vE "^($top_level)(/|$)"
}

notes() {
  refuse 'a note or scratch file' named "$1" -E "$note_names"
}

paths_of_a_machine() {
  refuse 'path of one machine' git -C "$1" grep -nIE "$machine_paths" -- . ':!.ci/steps/tracked.sh'
}

# What a merge leaves where both sides changed a place.
conflicts() {
  refuse 'a merge that was not ended' git -C "$1" grep -nIE '^(<{7}|>{7})( |$)' -- . ':!spec/vectors'
}

# Tracked files whose names grep finds so.
named() { git -C "$1" ls-files | grep "${@:2}"; }

checks=(carriage_returns strangers notes paths_of_a_machine conflicts)

tracked_files_are_fine() {
  local check fine=0
  for check in "${checks[@]}"; do
    "$check" "$1" || fine=1
  done
  return "$fine"
}

# sin CHECK FILE TEXT: CHECK refuses a repository with such a file and takes it without.
sin() {
  local tree=$scratch/sin
  rm -rf "$tree"
  git init -q "$tree"
  echo fine >"$tree/README.md"
  git -C "$tree" add README.md
  "$1" "$tree" || die "$1 refuses what is fine"
  mkdir -p "$(dirname "$tree/$2")"
  printf "$3" >"$tree/$2"
  git -C "$tree" -c core.autocrlf=false add .
  ! "$1" "$tree" 2>/dev/null || die "$1 does not see $2"
}

# steps_of PAGE: the names in the first column of its tables, a line each.
steps_of() { sed -n 's/^| `\([a-z0-9-]*\)` |.*/\1/p' "$1"; }

# table_is_whole PAGE: it has a row for each step, in their order, and no other.
table_is_whole() { diff <(printf '%s\n' "${all_steps[@]}") <(steps_of "$1"); }

step_tracked() {
  table_is_whole .github/CONTRIBUTING.md || die '.github/CONTRIBUTING.md: rows of other steps (>)'
  sed '/^| `second`/d' .github/CONTRIBUTING.md >"$scratch/lacking.md"
  ! table_is_whole "$scratch/lacking.md" >/dev/null || die 'table_is_whole misses no row'
  sin carriage_returns spec/claim.md 'line\r\n'
  sin strangers CHANGELOG.md text
  sin notes 000-NOTE-FROM-BOSS.txt text
  sin notes spec/todo.md text
  sin notes checker/Main.java.orig text
  sin paths_of_a_machine checker/Main.java 'see /home/me/x\n'
  sin paths_of_a_machine spec/claim.md '(/work/x)\n'
  sin paths_of_a_machine spec/claim.md 'C:\\Users\\me\n'
  sin conflicts spec/CHANGELOG.md '<<<''<<<< HEAD\n'
  tracked_files_are_fine . || die 'tracked files that do not belong here, see above'
}

# A clone as on Windows has the bytes of the commit, and works.
step_autocrlf() {
  local clone=$scratch/autocrlf tree=$scratch/bytes
  [[ -z $(git status --porcelain) ]] || echo "note: only what is committed is cloned"
  git clone -q -c core.autocrlf=true -c core.eol=crlf . "$clone"
  mkdir "$tree"
  git archive HEAD | tar -x -C "$tree"
  diff -r --exclude=.git "$tree" "$clone" || die "core.autocrlf changes files of a clone"
  (cd "$clone" && generator/bin/assay demo)
  (cd "$clone" && checker/bin/assay-check --policy certificates/policy.json \
    certificates/max-of-3-vocab-32-seed-50)
}
