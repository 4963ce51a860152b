#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# maven-lockfile 5.9.0 (io.github.chains-project): a lock of a build of several modules does not
# validate, right after it was generated and with nothing changed, where one module depends on
# another. `generate` looks for the sibling's digest in the registry and records an empty one;
# `validate` then compares that with the digest of the jar that was just built. Called without a
# phase, as its README shows, `generate` stops at such a module before it gets that far.
# Seen with Maven 3.8.7 and Java 17, 2026-11-29. Exit code 0: it still is so.
set -euo pipefail
plugin=io.github.chains-project:maven-lockfile:5.9.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir a b

pom() { # pom FILE ARTIFACT BEFORE BEHIND
  printf '<project><modelVersion>4.0.0</modelVersion>%s<artifactId>%s</artifactId>%s</project>\n' \
    "$3" "$2" "$4" >"$1"
}
group='<groupId>example</groupId>'
version='<version>1</version>'
parent="<parent>$group<artifactId>parent</artifactId>$version</parent>"
sibling="<dependency>$group<artifactId>a</artifactId>$version</dependency>"
pom pom.xml parent "$group$version<packaging>pom</packaging>" \
  '<modules><module>a</module><module>b</module></modules>'
pom a/pom.xml a "$parent" ''
pom b/pom.xml b "$parent" "<dependencies>$sibling</dependencies>"

fail() {
  printf 'changed: %s\n' "$1" >&2
  exit 1
}

! mvn -B -ntp "$plugin:generate" >alone.log 2>&1 || fail 'generate without a phase succeeds'
grep -q 'Could not resolve dependencies for project example:b:jar:1' alone.log ||
  fail 'generate fails for another reason'

mvn -q -B -ntp package "$plugin:generate" >generate.log 2>&1 || fail 'generate after package fails'
grep -A6 '"artifactId": "a"' b/lockfile.json | grep '"checksum": ""' ||
  fail 'generate records a digest of the sibling'

! mvn -B -ntp package "$plugin:validate" >validate.log 2>&1 || fail 'validate succeeds'
grep -q 'Lock file validation failed' validate.log || fail 'validate fails for another reason'
grep -A6 '"artifactId": "a"' validate.log | grep -E '"checksum": "([0-9a-f]{64})?"'
echo 'as before: validate refuses what generate has just written'
