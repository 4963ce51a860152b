/**
 * Re-validates certificates; callers need {@code Checker}, {@code Verdict} and {@code Rejection}.
 */
module org.assay.checker {
  requires com.fasterxml.jackson.core;
  requires org.bouncycastle.provider;

  exports org.assay.checker;
  exports org.assay.checker.sample;
  exports org.assay.checker.verdict;
}
