// SPDX-License-Identifier: Apache-2.0
/**
 * Hint tables as a certificate spells them: bits, read by one cursor that never fails.
 *
 * <p>Spec F-11 (c). Read this if your certificate has a hint, which {@code brute-force}, {@code
 * cubic} and {@code exhaustive} have not.
 */
package org.assay.checker.hint;
