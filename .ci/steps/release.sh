# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What mvn -Prelease package publishes. Sourced by .ci/run.

# release_of FOLDER OPTION...: builds it there, in target/release of checker and checker/archive.
release_of() {
  (cd "$1" && mvn -q -B -ntp -pl checker,checker/archive -Prelease -Dmaven.test.skip=true \
    -Dspotless.check.skip=true "${@:2}" package)
}

# Two trees in folders of different names and ages give the same bytes; only the Java in the images is
# the builder's own, so one tree makes them.
same_twice() {
  local tree module file
  for tree in first/long/name second; do
    mkdir -p "$scratch/$tree"
    git archive HEAD | tar -x -m -C "$scratch/$tree"
  done
  release_of "$scratch/first/long/name" -Drelease.without.image=yes
  release_of "$scratch/second"
  for module in checker checker/archive; do
    for file in "$scratch/second/$module"/target/release/*; do
      echo "$(sha256sum <"$file" | cut -c1-16) ${file##*/}"
      [[ $file == *.tar.gz || $file == */SHA256SUMS ]] ||
        cmp "$file" "$scratch/first/long/name/$module/target/release/${file##*/}"
    done
  done
}

# all_there FOLDER NAME: what is published of a module is there, as its sums say.
all_there() {
  local kind
  (cd "$1" && sha256sum --check --strict SHA256SUMS)
  for kind in .jar -standalone.jar -sources.jar -javadoc.jar .cdx.json; do
    [[ -s $1/$2-0.1.0$kind ]] || die "the release lacks $2-0.1.0$kind"
  done
  grep -q '"bcprov-jdk18on"' "$1/$2-0.1.0.cdx.json" || die "the SBOM does not name Bouncy Castle"
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

# So does the archive's, whose two programs make and read receipts and bundles as well.
archive_image_works() {
  local image=$scratch/archive-image kept=$scratch/kept code=0
  local certificate=certificates/max-of-3-vocab-32-seed-50/cubic-retest.cert.json
  local deciding=(--policy "$PWD/certificates/policy.json"
    --model "$PWD/certificates/models/max-of-3-vocab-32-seed-50.safetensors")
  mkdir -p "$image" "$kept/me"
  tar -xzf "$1" -C "$image" --strip-components=1
  cmp "$image/lib/assay-checker.jar" "$2"
  openssl genpkey -algorithm ed25519 -out "$kept/me/key.pem"
  openssl pkey -in "$kept/me/key.pem" -pubout -out "$kept/me.pub.pem"
  in_image() { env -i PATH= JAVA_HOME= "$image/bin/$1" "${@:2}"; }
  in_image assay-archive --version
  in_image assay-archive bundle make "${deciding[@]}" --spec "$PWD/spec" --out "$kept/one.zip" \
    "$PWD/$certificate"
  in_image assay-check --policy "$PWD/certificates/policy.json" "$kept/one.zip"
  in_image assay-check --policy spec/vectors/accept/F-06/one-signer/policy.json "$kept/one.zip" ||
    code=$?
  [[ $code == 1 ]] || die "the image's verdict of a bundle with a foreign signer: got $code, want 1"
  in_image assay-check --receipt "$kept/cubic-retest.me.receipt.json" --key "$kept/me" \
    "${deciding[@]}" "$PWD/$certificate"
  in_image assay-archive policy --algorithms Ed25519 --out "$kept/others.json" \
    "Me=$kept/me.pub.pem"
  in_image assay-archive init "$kept/archive"
  in_image assay-archive add "$kept/archive" "${deciding[3]}" "$PWD/$certificate" \
    "$kept/cubic-retest.me.receipt.json"
  in_image assay-archive tsa "$kept/clock"
  in_image assay-archive stamp "$kept/archive" --tsa "$kept/clock"
  in_image assay-archive verify --policy "$PWD/certificates/policy.json" \
    --receipts "$kept/others.json" --authority "$kept/clock/root.pem" "$kept/archive"
}

# One version, in each place that names it.
versions_agree() {
  local version
  version=$(sed -n '/<artifactId>assay</,/<version>/s/.*<version>\(.*\)<.*/\1/p' pom.xml)
  grep -qxF "version: $version" spec/CITATION.cff || die "spec/CITATION.cff: want version $version"
  grep -q "^## $version" spec/CHANGELOG.md || die "spec/CHANGELOG.md: want a section ## $version"
}

step_release() {
  local checker=$scratch/second/checker/target/release
  local archive=$scratch/second/checker/archive/target/release
  versions_agree
  [[ -z $(git status --porcelain) ]] || echo "note: only what is committed is built here"
  same_twice
  all_there "$checker" assay-checker
  all_there "$archive" assay-archive
  image_works "$checker"/assay-check-*.tar.gz
  archive_image_works "$archive"/assay-archive-*.tar.gz "$checker/assay-checker-0.1.0-standalone.jar"
}

# Each dependency and each plugin is the file that .dependencies-lock.json says.
step_locked() {
  mvn -q -B -ntp -Pfuzz -Dspotless.check.skip=true process-classes \
    se.vandmo:dependency-lock-maven-plugin:check
}
