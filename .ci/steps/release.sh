# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What mvn -Prelease package publishes. Sourced by .ci/run.

# release_of FOLDER: builds it there, in target/release of both modules.
release_of() {
  (cd "$1" && mvn -q -B -ntp -pl checker,checker/archive -Prelease -DskipTests \
    -Dspotless.check.skip=true package)
}

# Two trees in folders of different names and ages give the same bytes; only the Java in the images is
# the builder's own.
same_twice() {
  local tree file
  for tree in first/long/name second; do
    mkdir -p "$scratch/$tree"
    git archive HEAD | tar -x -m -C "$scratch/$tree"
    release_of "$scratch/$tree"
  done
  for file in "$scratch"/second/checker/{,archive/}target/release/*; do
    echo "$(sha256sum <"$file" | cut -c1-16) ${file##*/}"
    [[ $file == *.tar.gz || $file == */SHA256SUMS ]] ||
      cmp "$file" "$scratch/first/long/name/${file#"$scratch"/second/}"
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

# archive_works FOLDER: the archive's image makes and decides a bundle and a receipt, by both of its
# programs, and so does its jar; the checker's own jar says who else does.
archive_works() {
  local image=$scratch/archive key=$scratch/key zip=$scratch/one.zip said code=0
  local stem=max-of-3-vocab-32-seed-50 policy=certificates/policy.json certificate
  local jar=$1/checker/archive/target/release/assay-archive-0.1.0-standalone.jar
  certificate=certificates/$stem/cubic-retest.cert.json
  local model=(--model certificates/models/$stem.safetensors --policy $policy)
  mkdir "$image" "$key"
  tar -xzf "$1"/checker/archive/target/release/assay-archive-*.tar.gz -C "$image" --strip-components=1
  openssl genpkey -algorithm ed25519 -out "$key/key.pem"
  env -i PATH= "$image/bin/assay-archive" bundle make "${model[@]}" --spec spec --out "$zip" \
    $certificate
  env -i PATH= "$image/bin/assay-check" --policy $policy "$zip"
  env -i PATH= "$image/bin/assay-check" --receipt "$scratch/r.json" --key "$key" "${model[@]}" \
    $certificate
  [[ -s $scratch/r.json ]] || die "the archive's image makes no receipt"
  env -i PATH= "$image/bin/assay-check" "${model[@]}" $certificate
  java -jar "$jar" bundle verify --policy $policy "$zip"
  java -jar "$jar" receipt --out "$scratch/s.json" --key "$key" "${model[@]}" $certificate
  java -cp "$jar" org.assay.checker.cli.Main "${model[@]}" $certificate
  said=$(java -jar "$1"/checker/target/release/assay-checker-0.1.0-standalone.jar --unsigned "$zip" \
    2>&1) || code=$?
  [[ $code == 1 && $said == *"assay-archive bundle verify"* ]] ||
    die "the checker's jar, asked to decide a bundle: got $code, $said"
}

# One version, in each place that names it.
versions_agree() {
  local version
  version=$(sed -n '/<artifactId>assay</,/<version>/s/.*<version>\(.*\)<.*/\1/p' pom.xml)
  grep -qxF "version: $version" spec/CITATION.cff || die "spec/CITATION.cff: want version $version"
  grep -q "^## $version" spec/CHANGELOG.md || die "spec/CHANGELOG.md: want a section ## $version"
}

step_release() {
  local folder name kind
  versions_agree
  [[ -z $(git status --porcelain) ]] || echo "note: only what is committed is built here"
  same_twice
  for name in assay-checker assay-archive; do
    folder=$scratch/second/checker/target/release
    [[ $name == assay-checker ]] || folder=$scratch/second/checker/archive/target/release
    (cd "$folder" && sha256sum --check --strict SHA256SUMS)
    for kind in .jar -standalone.jar -sources.jar -javadoc.jar .cdx.json; do
      [[ -s $folder/$name-0.1.0$kind ]] || die "the release lacks $name-0.1.0$kind"
    done
    grep -q '"bcprov-jdk18on"' "$folder"/*.cdx.json || die "the SBOM does not name Bouncy Castle"
  done
  image_works "$scratch"/second/checker/target/release/assay-check-*.tar.gz
  archive_works "$scratch/second"
}

# Each dependency and each plugin is the file that .dependencies-lock.json says.
step_locked() {
  mvn -q -B -ntp -Dspotless.check.skip=true process-classes \
    se.vandmo:dependency-lock-maven-plugin:check
}
