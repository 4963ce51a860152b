// SPDX-License-Identifier: Apache-2.0
package org.assay.generator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.text.NumberFormat;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is written must not depend on the language of the machine: its digits, its letters. */
@AnalyzeClasses(
    packages = "org.assay.generator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LocaleCallsTest {
  private static final Set<String> METHODS =
      Set.of("format", "formatted", "printf", "toLowerCase", "toUpperCase", "getInstance");
  private static final List<Class<?>> OWNERS =
      List.of(
          String.class,
          PrintStream.class,
          PrintWriter.class,
          Formatter.class,
          NumberFormat.class,
          java.text.DecimalFormat.class,
          java.text.DecimalFormatSymbols.class);

  private static final DescribedPredicate<JavaCall<?>> TAKING_THE_MACHINES_LOCALE =
      DescribedPredicate.describe(
          "taking the machine's locale",
          call -> {
            JavaClass owner = call.getTargetOwner();
            boolean formats = METHODS.contains(call.getName());
            boolean makes = call.getName().equals("<init>") && !owner.isEquivalentTo(String.class);
            boolean takesOne =
                call.getTarget().getRawParameterTypes().stream()
                    .anyMatch(type -> type.isEquivalentTo(Locale.class));
            boolean isStream = owner.isAssignableTo(java.io.Flushable.class);
            return OWNERS.stream().anyMatch(owner::isAssignableTo)
                && (formats || makes && !isStream)
                && !takesOne;
          });

  @ArchTest
  static final ArchRule EVERY_FORMAT_NAMES_ITS_LOCALE =
      noClasses().should().callCodeUnitWhere(TAKING_THE_MACHINES_LOCALE);

  /** A class that breaks the rule, so that the rule is seen to be one. */
  static final class Breaks {
    String text(PrintWriter out) {
      out.printf("%d", 1);
      return "%d".formatted(1) + "I".toLowerCase() + new java.text.DecimalFormat("0").format(1);
    }
  }

  @Test
  void theRuleSeesEachKind() {
    String report =
        String.valueOf(
            EVERY_FORMAT_NAMES_ITS_LOCALE
                .evaluate(new ClassFileImporter().importClasses(Breaks.class))
                .getFailureReport()
                .getDetails());
    for (String call : List.of("printf", "formatted", "toLowerCase", "DecimalFormat.<init>")) {
      assertTrue(report.contains(call), report);
    }
  }
}
