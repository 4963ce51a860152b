# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Builds a program from its sources when they changed, and runs it. Sourced by assay-check and
# assay, which set: name (for messages), root (of the project), defaults (options of the JVM) and
# result (exit code, 70 so far).
# Maven and the JVM exit with 1 when they fail, which would mean "rejected"; hence 70 for all that
# is not a verdict of the program itself.

fail() {
  printf '%s: %s\n' "$name" "$1" >&2
  exit 70
}

# Sets java; refuses one below 17. Reads the version from the JDK's release file, because starting
# a JVM only to ask it would double the start-up time.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "JAVA_HOME has no java: $java"
  else
    java=$(command -v java) || fail 'no java found: install a JDK, 17 or newer, or set JAVA_HOME'
  fi
  version=
  real=$(readlink -f -- "$java" 2>/dev/null) || real=$java
  if [ -r "${real%/bin/*}/release" ]; then
    while IFS='=' read -r key value; do
      if [ "$key" = JAVA_VERSION ]; then
        version=${value#\"}
      fi
    done <"${real%/bin/*}/release"
  fi
  if [ -z "$version" ]; then
    version=$("$java" -version 2>&1 | sed -n 's/^[^ ]* version "//p')
  fi
  major=${version#1.} # 1.8.0 is 8
  major=${major%%[!0-9]*}
  [ -n "$major" ] || fail "cannot tell the version of $java"
  [ "$major" -ge 17 ] || fail "$java is version ${version%%\"*}, want 17 or newer"
}

# ensure MODULE ARTIFACT: sets jar to an up-to-date copy of the module's standalone jar.
# The copy is replaced by renaming, so a JVM that runs from the old one keeps it. It is built in a
# folder of its own, because a Maven started by hand takes no lock and may be writing to target.
ensure() {
  module=$1
  artifact=$2
  own=target/launcher/build
  built=$root/$module/$own/$artifact-0.1.0-standalone.jar
  jar=$root/$module/target/launcher/$artifact.jar
  stamp=$root/$module/target/launcher/$artifact.stamp
  if ! is_fresh; then
    lock
    if ! is_fresh; then # else another launcher built it while this one waited
      build
    fi
    unlock
  fi
}

# No source is newer than the stamp. Folders count too: removing a file changes its folder.
is_fresh() {
  [ -f "$jar" ] && [ -f "$stamp" ] &&
    changed=$(find "$root/pom.xml" "$root/$module/pom.xml" "$root/$module/src/main" \
      -newer "$stamp" -print) && [ -z "$changed" ]
}

build() {
  command -v mvn >/dev/null || fail "no mvn found: Maven is needed to build $module"
  printf '%s: building %s\n' "$name" "$module" >&2
  mkdir -p "${jar%/*}" || fail "cannot write to $root/$module/target"
  rm -f "$stamp.new"
  : >"$stamp.new" # older than the build: what is edited from now on is built next time
  mvn -q -B -Dstyle.color=never -f "$root/pom.xml" -pl "$module" -am \
    -Dassay.target=$own -Dmaven.test.skip=true -Dspotless.check.skip=true package </dev/null >&2 ||
    fail "building $module failed, see above"
  [ -f "$built" ] || fail "building $module made no $built"
  rm -f "$jar.jsa"
  cp "$built" "$jar.new" && mv -f "$jar.new" "$jar" && mv -f "$stamp.new" "$stamp" ||
    fail "cannot write to ${jar%/*}"
}

# share_classes ARGUMENT...: sets shared to the JVM's option for an archive of loaded classes, which
# takes a third off the start-up. Made after a build, and again where the JVM or the folder is
# another one, by a run of the program with these arguments. A JVM that cannot make or read it works
# without.
share_classes() {
  shared=
  maker="$real $version $jar"
  made_by=
  if [ -r "$jar.jsa.by" ]; then
    IFS= read -r made_by <"$jar.jsa.by"
  fi
  if [ -w "${jar%/*}" ] && { [ ! -e "$jar.jsa" ] || [ "$made_by" != "$maker" ]; }; then
    # shellcheck disable=SC2086
    "$java" $defaults -XX:ArchiveClassesAtExit="$jar.jsa.$$" -jar "$jar" "$@" >/dev/null 2>&1
    [ -s "$jar.jsa.$$" ] || : >"$jar.jsa.$$" 2>/dev/null # so that it is not tried again
    mv -f "$jar.jsa.$$" "$jar.jsa" 2>/dev/null || rm -f "$jar.jsa.$$"
    printf '%s\n' "$maker" 2>/dev/null >"$jar.jsa.by"
  fi
  if [ -s "$jar.jsa" ]; then
    shared=-XX:SharedArchiveFile=$jar.jsa
  fi
}

# choose_compiler ARGUMENT...: sets compiler to the JVM's option to compile fast instead of well,
# which halves the time of a short check, where the one certificate named last is short to check.
# Its payload is base64, so the word is looked for at each of the three places in a group of bytes:
# "cubic", "potential". A guess, only about time.
short='Y3ViaW|N1Ymlj|jdWJpY|cG90ZW50aWFs|BvdGVudGlhb|wb3RlbnRpYW'
choose_compiler() {
  compiler=
  for last; do :; done
  if [ -f "${last:-}" ] && grep -Eqs "$short" <"$last"; then
    compiler=-XX:TieredStopAtLevel=1
  fi
}

# One lock for the whole project, because Maven builds modules into each other's target folders.
# With flock it is on the root folder itself and ends with its holder and the holder's Maven.
lock() {
  if command -v flock >/dev/null; then
    exec 9<"$root" || fail "cannot open $root"
    flock -n 9 || {
      printf '%s: waiting for another build\n' "$name" >&2
      flock 9 || fail "cannot lock $root"
    }
  else
    lock_by_link
  fi
}

# Without flock: a symbolic link, made at once with the holder's process id as its target.
lock_by_link() {
  link=$root/.assay-build-lock
  said=
  until ln -s "pid-$$" "$link" 2>/dev/null; do
    holder=$(readlink "$link" 2>/dev/null) || holder=
    if [ -z "$holder" ]; then
      [ -w "$root" ] || fail "cannot write to $root"
    elif ! kill -0 "${holder#pid-}" 2>/dev/null && ! ps -p "${holder#pid-}" >/dev/null 2>&1; then
      printf '%s: removing the lock of a build that is gone: %s\n' "$name" "$link" >&2
      mv "$link" "$link.$$" 2>/dev/null && rm -f "$link.$$"
      continue
    elif [ -z "$said" ]; then
      said=yes
      printf '%s: waiting for another build (lock %s)\n' "$name" "$link" >&2
    fi
    sleep 1
  done
  trap 'rm -f "$link"; exit "$result"' EXIT
  trap 'exit 70' HUP INT TERM
}

unlock() {
  if command -v flock >/dev/null; then
    exec 9<&-
  else
    rm -f "$link"
    trap 'exit "$result"' EXIT
    trap - HUP INT TERM
  fi
}

# run ARGUMENT...: the JVM in the foreground, so that a terminal's signals reach it. Its warnings go
# to stderr, because stdout is for verdicts that programs read; shared classes fail in silence.
# The program adds 100 to its exit code; a code that it did not give is 70.
run() {
  set -f # options are split into words, but not expanded as patterns
  # shellcheck disable=SC2086
  "$java" $defaults -Xlog:disable -Xlog:all=warning:stderr -Xlog:cds*=off:stderr ${shared:+"$shared"} ${compiler:-} ${ASSAY_JAVA_OPTS:-} -Dassay.home="$root" -Dassay.exit.offset=100 \
    -jar "$jar" "$@"
  status=$?
  case $status in
    100 | 101 | 102 | 164 | 166 | 170) result=$((status - 100)) ;;
    *) fail "the Java virtual machine ended with $status" ;;
  esac
  exit "$result"
}
