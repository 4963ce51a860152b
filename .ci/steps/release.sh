# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What mvn -Prelease package publishes. Sourced by .ci/run.

# release_of FOLDER: builds it there, in $1/checker/target/release.
release_of() {
  (cd "$1" && mvn -q -B -ntp -pl checker -Prelease -DskipTests -Dspotless.check.skip=true package)
}

# Two trees in folders of different names and ages give the same bytes; only the Java in the image is
# the builder's own.
same_twice() {
  local tree file
  for tree in first/long/name second; do
    mkdir -p "$scratch/$tree"
    git archive HEAD | tar -x -m -C "$scratch/$tree"
    release_of "$scratch/$tree"
  done
  for file in "$scratch"/second/checker/target/release/*; do
    echo "$(sha256sum <"$file" | cut -c1-16) ${file##*/}"
    [[ $file == *.tar.gz || $file == */SHA256SUMS ]] ||
      cmp "$file" "$scratch/first/long/name/checker/target/release/${file##*/}"
  done
}

# The image decides certificates where there is no Java and no other program at all.
image_works() {
  local image=$scratch/image code=0 archived=$PWD/certificates/max-of-3-vocab-32-seed-50
  mkdir "$image"
  tar -xzf "$1" -C "$image" --strip-components=1
  env -i PATH= JAVA_HOME= "$image/bin/assay-check" --version
  env -i PATH= "$image/bin/assay-check" --policy "$PWD/certificates/policy.json" "$archived"
  env -i PATH= "$image/bin/assay-check" --policy spec/vectors/accept/F-06/one-signer/policy.json \
    "$archived/cubic-retest.cert.json" || code=$?
  [[ $code == 1 ]] || die "the image's verdict of a certificate with a foreign signer: got $code, want 1"
}

# One version, in each place that names it.
versions_agree() {
  local version
  version=$(sed -n '/<artifactId>assay</,/<version>/s/.*<version>\(.*\)<.*/\1/p' pom.xml)
  grep -qxF "version: $version" spec/CITATION.cff || die "spec/CITATION.cff: want version $version"
  grep -q "^## $version" spec/CHANGELOG.md || die "spec/CHANGELOG.md: want a section ## $version"
}

step_release() {
  local release=$scratch/second/checker/target/release kind
  versions_agree
  [[ -z $(git status --porcelain) ]] || echo "note: only what is committed is built here"
  same_twice
  (cd "$release" && sha256sum --check --strict SHA256SUMS)
  for kind in .jar -standalone.jar -sources.jar -javadoc.jar .cdx.json; do
    [[ -s $release/assay-checker-0.1.0$kind ]] || die "the release lacks $kind"
  done
  grep -q '"bcprov-jdk18on"' "$release"/*.cdx.json || die "the SBOM does not name Bouncy Castle"
  image_works "$release"/assay-check-*.tar.gz
}

# Each dependency and each plugin is the file that .dependencies-lock.json says.
step_locked() {
  mvn -q -B -ntp -Pfuzz -Dspotless.check.skip=true process-classes \
    se.vandmo:dependency-lock-maven-plugin:check
}
