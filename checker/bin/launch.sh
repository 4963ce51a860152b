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

# Whatever ends this script before the program has ended is 70. While something runs in its own
# process, "attended" has other traps.
at_ease() {
  trap 'exit 70' HUP INT TERM
}
# The shell gives what runs beside it an empty input, so ours is kept as 3. It may be closed: then 0 is
# opened, or it would be the next file that somebody opens.
(: 3<&0) 2>/dev/null || exec </dev/null
exec 3<&0

# attended COMMAND...: runs it and waits for it; sets status. A signal to this script is passed on as
# TERM, so that nothing runs on alone (the shell lets what it starts beside itself ignore INT), and
# the script ends when the command has ended.
attended() {
  stopped=
  child=
  trap 'stopped=yes; [ -z "$child" ] || kill -TERM "$child" 2>/dev/null' HUP INT TERM
  "$@" <&3 3<&- &
  child=$!
  [ -z "$stopped" ] || kill -TERM "$child" # the signal came just before
  wait "$child"
  status=$?
  while [ -n "$stopped" ] && kill -0 "$child" 2>/dev/null; do # a signal ends "wait", not the command
    wait "$child"
    status=$?
  done
  at_ease
}

# ensure MODULE ARTIFACT [OTHER]: sets jar to an up-to-date copy of the module's standalone jar, which
# has the module OTHER in it.
# The copy is replaced by renaming, so a JVM that runs from the old one keeps it. It is built in a
# folder of its own, because a Maven started by hand takes no lock and may be writing to target.
ensure() {
  module=$1
  artifact=$2
  within=${3:-}
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

# The stamp says from which sources the jar was built, and which file it is. Time stamps of sources
# say little: cp -p, tar and rsync keep old ones.
is_fresh() {
  [ -f "$jar" ] && [ -f "$stamp" ] && IFS= read -r known <"$stamp" && made=$(identity "$jar") &&
    [ "${known#*"$made"}" != "$known" ] && sources=$(digest) && [ "$known" = "$sources$made" ]
}

# The digest of names and contents of all that a jar is built from.
digest() {
  find "$root/pom.xml" "$root/$module/pom.xml" "$root/$module/src/main" \
    ${within:+"$root/$within/pom.xml" "$root/$within/src/main"} -type f \
    -exec $hash {} + | LC_ALL=C sort | $hash
}
if command -v sha256sum >/dev/null; then
  hash=sha256sum
elif command -v shasum >/dev/null; then
  hash='shasum -a 256'
else
  hash=cksum
fi

# identity FILE: where the file system keeps it and when it was put there. Nobody can choose these for
# another machine: a jar that came with a copy of this project, or was put in the place of ours, is
# not the one of the stamp, and is built again from the sources.
identity() {
  TZ=UTC0 stat -c '%i %s %z' -- "$1" 2>/dev/null || stat -f '%i %z %Fc' -- "$1" 2>/dev/null ||
    TZ=UTC0 LC_ALL=C ls -dil -- "$1"
}

build() {
  command -v mvn >/dev/null || fail "no mvn found: Maven is needed to build $module"
  printf '%s: building %s\n' "$name" "$module" >&2
  mkdir -p "${jar%/*}" || fail "cannot write to $root/$module/target"
  sources=$(digest) # before the build: what is edited from now on is built next time
  # Maven compiles what is newer than its class: it must find no class of another state of the tree.
  rm -rf "$root/$own" "$root"/*/"$own" "$root"/*/*/"$own" || fail "cannot empty $own in $root"
  attended mvn -q -B -Dstyle.color=never -f "$root/pom.xml" -pl "$module" -am \
    -Dassay.target=$own -Dmaven.test.skip=true -Dspotless.check.skip=true package \
    3</dev/null >"$jar.log" 2>&1
  sed "s/$(printf '\033')\[[0-9;]*m//g" "$jar.log" >&2 # Maven resets colours that it never set
  rm -f "$jar.log"
  [ -z "$stopped" ] || fail "building $module was stopped"
  [ "$status" -eq 0 ] || fail "building $module failed, see above"
  [ -f "$built" ] || fail "building $module made no $built"
  rm -f "$jar.jsa" "$stamp"
  cp "$built" "$jar.new" && mv -f "$jar.new" "$jar" &&
    printf '%s\n' "$sources$(identity "$jar")" >"$stamp.new" && mv -f "$stamp.new" "$stamp" ||
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
    attended "$java" $defaults -XX:ArchiveClassesAtExit="$jar.jsa.$$" -jar "$jar" "$@" >/dev/null 2>&1
    [ -z "$stopped" ] || { rm -f "$jar.jsa.$$" && exit 70; }
    [ -s "$jar.jsa.$$" ] || : >"$jar.jsa.$$" 2>/dev/null # so that it is not tried again
    mv -f "$jar.jsa.$$" "$jar.jsa" 2>/dev/null || rm -f "$jar.jsa.$$"
    printf '%s\n' "$maker" 2>/dev/null >"$jar.jsa.by"
  fi
  if [ -s "$jar.jsa" ]; then
    shared=-XX:SharedArchiveFile=$jar.jsa
  fi
}

# choose_compiler ARGUMENT...: sets compiler to the JVM's option to compile fast instead of well,
# which halves the time of a short check, where the one certificate named last is short to check: its
# strategy says so, which stands near the start of the payload. Only time depends on it; a file that
# is no certificate, or a shell without these tools, has no option.
choose_compiler() {
  compiler=
  for last; do :; done
  [ -f "${last:-}" ] || return 0
  { start=$(head -c 8192 <"$last") || return 0; } 2>/dev/null
  case $start in
    '{"payload":"'*) start=${start#*:\"} ;;
    *) return 0 ;;
  esac
  { start=$(printf '%s' "${start%%\"*}" | base64 -d); } 2>/dev/null
  case $start in
    *'"strategy":{"name":"cubic'* | *'"strategy":{"name":"sub-cubic"'* | \
      *'"strategy":{"name":"potential-counting"'*) compiler=-XX:TieredStopAtLevel=1 ;;
  esac
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
}

unlock() {
  if command -v flock >/dev/null; then
    exec 9<&-
  else
    rm -f "$link"
    trap 'exit "$result"' EXIT
  fi
}

# hand_over PROGRAM ARGUMENT...: receipts and bundles are for assay-archive, which has this checker in
# it; becomes that PROGRAM if the words are about them. They are its own but for --receipt, which is
# its --out.
hand_over() {
  other=$1
  shift
  last=
  receipt=
  for last; do
    case $last in --receipt | --receipt=*) receipt=yes ;; esac
  done
  if [ -n "$receipt" ]; then
    for word; do
      shift
      case $word in
        --receipt) word=--out ;;
        --receipt=*) word=--out=${word#*=} ;;
      esac
      set -- "$@" "$word"
    done
    exec "$other" receipt "$@"
  fi
  case $last in
    *.zip) [ -d "$last" ] || exec "$other" bundle verify "$@" ;;
  esac
}

# Java takes the names of files in the character set of the locale. In C and POSIX, as under cron and
# in containers, that is ASCII, and it can open no other. (-Dsun.jnu.encoding changes nothing here.)
utf_8_names() {
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    C | POSIX) ;;
    *) return 0 ;;
  esac
  if [ "$({ LC_ALL=C.UTF-8 locale charmap; } 2>/dev/null)" = UTF-8 ]; then
    export LC_ALL=C.UTF-8
  fi
}

# jvm_options: sets own to ASSAY_JAVA_OPTS with logs for stderr where they name no other place.
jvm_options() {
  own=
  set -f # options are split into words, but not expanded as patterns
  for option in ${ASSAY_JAVA_OPTS:-}; do
    case $option in
      -Xlog | -Xlog:) option=-Xlog:all:stderr ;;
      -verbose:gc) option=-Xlog:gc:stderr ;; # JDK 25 would log it to stdout
      -verbose | -verbose:class) option=-Xlog:class+load:stderr ;;
      -Xlog:disable | -Xlog:async* | -Xlog:help) ;;
      -Xlog:*:stdout | -Xlog:*:) option=${option%:*}:stderr ;;
      -Xlog:*:stdout:*) option=${option%%:stdout:*}:stderr:${option#*:stdout:} ;;
      -Xlog:*::*) option=${option%%::*}:stderr:${option#*::} ;;
      -Xlog:*:*) ;;
      -Xlog:*) option=$option:stderr ;;
    esac
    own="$own $option"
  done
}

# run ARGUMENT...: the program. What the JVM itself says goes to stderr, because stdout is for verdicts
# that programs read; shared classes fail in silence.
# The program adds 100 to its exit code; a code that it did not give is 70. (The JVM's own are 1 and
# those of signals, from 129 on: they are none of 0 to 27 and 64 to 78 with 100 added.)
run() {
  terminal=false
  [ ! -t 2 ] || terminal=true
  jvm_options
  utf_8_names
  # shellcheck disable=SC2086
  attended "$java" $defaults -XX:+DisplayVMOutputToStderr -Xlog:disable -Xlog:all=warning:stderr \
    -Xlog:cds*=off:stderr ${shared:+"$shared"} ${compiler:-} $own \
    -Dassay.terminal="$terminal" -Xlog:all=off:stdout \
    -Dassay.home="$root" -Dassay.exit.offset=100 -jar "$jar" "$@"
  case $status in
    1[01][0-9] | 12[0-7] | 16[4-9] | 17[0-8]) result=$((status - 100)) ;;
    *) [ -n "$stopped" ] || fail "the Java virtual machine ended with $status" ;; # else it is 70
  esac
  exit "$result"
}
at_ease
