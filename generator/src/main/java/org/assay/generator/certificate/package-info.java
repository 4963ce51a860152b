// SPDX-License-Identifier: Apache-2.0
/** Bytes of certificates, exactly as {@code spec/certificate.md} says. */
package org.assay.generator.certificate;
