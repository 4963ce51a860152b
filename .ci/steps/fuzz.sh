# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The fuzz targets. Sourced by .ci/run.

# Half a minute of each of the ten targets; what reaches new code is kept in ASSAY_FUZZ_CORPUS, if
# that is set, and is where the next run begins.
step_fuzz() {
  mvn -q -B -ntp -Pfuzz -pl checker,generator,generator/fuzz -Dtest=TargetsTest \
    -Dsurefire.failIfNoSpecifiedTests=false package
  generator/fuzz/run --seconds 30 --corpus "${ASSAY_FUZZ_CORPUS:-$scratch/corpus}"
}
