// SPDX-License-Identifier: Apache-2.0
/** Fleets on Apache Spark: the only module that carries it. The checker runs as its own program. */
package org.assay.cluster;
