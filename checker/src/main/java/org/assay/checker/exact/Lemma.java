// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the lemmas below {@code spec/lemmas} that prove what the class computes, and the rules
 * below {@code spec/rules} whose hints or whose count it is.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Lemma {
  String[] value();
}
