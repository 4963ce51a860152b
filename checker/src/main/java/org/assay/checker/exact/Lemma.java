// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the lemma below {@code spec/lemmas} that proves what the class computes. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Lemma {
  String value();
}
