# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The tests on each JDK, the long ones, the checker alone, and its mutants. Sourced by .ci/run.

version_of() { sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$1/release"; }

# Folders of all installed JDKs, each once, whatever links lead there.
jdks() {
  local home
  for home in /usr/lib/jvm/*/; do
    if [[ -x $home/bin/javac && -r $home/release ]]; then
      (cd -P "$home" && pwd)
    fi
  done | sort -u
}

default_jdk() {
  local javac
  javac=$(readlink -f "${JAVA_HOME:+$JAVA_HOME/bin/}javac" 2>/dev/null) || true
  [[ -x $javac ]] || javac=$(readlink -f "$(command -v javac)")
  echo "${javac%/bin/javac}"
}

step_jdks() {
  local home
  while read -r home; do
    echo "found JDK $(version_of "$home") in $home"
  done < <(jdks)
  echo "default JDK: $(version_of "$(default_jdk)") in $(default_jdk)"
  mvn -version
}

# mvn verify leaves the tests out that are tagged so. Of a thousand killed processes each run has a
# tenth, of ten minutes with two writers ten seconds, and of the mistakes of levels a twelfth in turn.
step_long() {
  local some=("-Dassay.turn=$((16#$(git rev-parse HEAD | cut -c1-8)))")
  [[ -z ${ASSAY_CI_ALL:-} ]] || some=(-Dassay.kills=1000 -Dassay.seconds=600)
  mvn -B -ntp -Plong "${some[@]}" verify
}

# The checker without the generator: builds, passes its tests, and gives the same bytes. An
# archive of the commit, so that nothing that is not in the repository can help.
step_alone() {
  local tree=$scratch/alone jar=checker/target/assay-checker-0.1.0-standalone.jar
  [[ -z $(git status --porcelain) ]] || echo "note: only what is committed is built here"
  mkdir "$tree"
  git archive HEAD | tar -x -C "$tree"
  rm -rf "$tree/generator"
  (cd "$tree" && mvn -B -ntp verify)
  if [[ -z $(git status --porcelain) ]]; then
    mvn -q -B -ntp -pl checker -DskipTests package
    cmp "$jar" "$tree/$jar"
    echo "the two checker jars are byte for byte the same: $(sha256sum <"$jar")"
  fi
}

# Locales with digits of their own, one a run, for the generator's tests; the checker's own say that
# no code of it asks for the reader's locale.
locales=('-Duser.language=ar -Duser.country=EG -Duser.extensions=u-nu-arab'
  '-Duser.language=fa -Duser.country=IR -Duser.extensions=u-nu-arabext')

# The second JDK has another locale, too: two things are tried by one run of the tests. All is
# compiled; the tests are those of the checker, of its archive, or all others, in turn.
step_second-jdk() {
  local home version first second= locale parts tests
  first=$(version_of "$(default_jdk)")
  while read -r home; do
    version=$(version_of "$home")
    if [[ $version != "$first" ]] && ((${version%%[!0-9]*} >= 17)); then
      second=$home
    fi
  done < <(jdks)
  locale=${locales[16#$(git rev-parse HEAD | cut -c1-8) % ${#locales[@]}]}
  if [[ -z $second ]]; then
    echo "no second JDK is installed: tested on $first only, once more in the other locale"
    second=$(default_jdk)
  fi
  parts=('org/assay/checker/**' 'org/assay/archive/**'
    '!org/assay/checker/**,!org/assay/archive/**')
  tests=${parts[16#$(git rev-parse HEAD | cut -c9-12) % 3]}
  [[ -z ${ASSAY_CI_ALL:-} ]] || tests='org/assay/**'
  JAVA_HOME=$second mvn -B -ntp -Dspotless.check.skip=true "-Dassay.jvm=$locale" "-Dtest=$tests" \
    -Dsurefire.failIfNoSpecifiedTests=false verify
  echo "tested on JDK $first and on JDK $(version_of "$second") with $locale: $tests"
}

# survivors MODULE PACKAGE: Class.method: what was changed, of every mutant that no test killed.
survivors() {
  sed -n "s/.*<mutation .*status='\(SURVIVED\|NO_COVERAGE\)'.*<mutatedClass>org\.assay\.$2\.\([^<]*\)<.*<mutatedMethod>\([^<]*\)<.*<description>\([^<]*\)<.*/\2.\3: \4/p" \
    "$1/target/pit-reports/mutations.xml" |
    sed 's/&lt;/</g; s/&gt;/>/g; s/ for org\/assay.*//' | sort -u
}

# mutated_classes MODULE N: the classes whose turn it is, about one in N, and what is nested in them.
# The archive's command line is left out: what runs it are minutes of tests for each mutant.
mutated_classes() {
  (cd "$1/src/main/java" && find org -name '*.java' ! -name '*-info.java' ! -path '*/archive/cli/*') |
    sort | in_turn "$2" | sed 's/\.java$//; s#/#.#g; p; s/$/$*/' | paste -sd, -
}

# Every survivor has its line, with a reason, in surviving-mutants.txt; the file may only shrink.
# "* PACKAGE" there: new, not gone through yet; its survivors are shown and fail nothing.
no_new_survivor() {
  local unlisted new
  [[ -s $1/target/pit-reports/mutations.xml ]] || die "no report of mutants of $1"
  unlisted=$(comm -23 <(survivors "$1" "$2") <(sed -n 's/^- //p' "$1/surviving-mutants.txt" | sort))
  new=$(sed -n 's/^\* \([a-z.]*\).*/^\1[.]/p' "$1/surviving-mutants.txt")
  if [[ -n $new ]]; then
    echo "survivors of packages not gone through yet:"
    grep -f <(printf '%s\n' "$new") <<<"$unlisted" || echo "none"
    unlisted=$(grep -v -f <(printf '%s\n' "$new") <<<"$unlisted" || true)
  fi
  [[ -z $unlisted ]] ||
    die "mutants survive that $1/surviving-mutants.txt does not list:"$'\n'"$unlisted"
}

step_mutation() {
  local classes
  classes=$(mutated_classes checker 12)
  [[ -n $classes ]] || die "no class to mutate"
  echo "mutated: $classes"
  # survivors are compared one by one, so no share of a few classes matters; PIT itself begins with a
  # run of all tests, so Maven need not
  mvn -B -ntp -Pmutation -DtargetClasses="$classes" -DmutationThreshold=0 -DcoverageThreshold=0 \
    -Dtest=SpecIndexTest verify -pl checker
  no_new_survivor checker checker
  classes=$(mutated_classes checker/archive 15)
  [[ -n $classes ]] || { echo "no class of the archive has its turn" && return; }
  echo "mutated: $classes"
  mvn -B -ntp -Parchive-mutation -DtargetClasses="$classes" -DmutationThreshold=0 \
    -DcoverageThreshold=0 -Dtest=SpecTest -Dsurefire.failIfNoSpecifiedTests=false \
    verify -pl checker,checker/archive
  no_new_survivor checker/archive archive
}

# Three executors against one process, one of them killed: two minutes. The step "long" runs these
# tests, too; this one is for whoever changes the module.
step_cluster() {
  mvn -q -B -ntp -Dspotless.check.skip=true -Dassay.excludedGroups= \
    -Dsurefire.failIfNoSpecifiedTests=false -pl checker,generator,generator/cluster \
    -Dtest='org.assay.cluster.*Test' test
}
