# SPDX-License-Identifier: Apache-2.0
"""A second checker of Assay certificates, written from the specification alone."""

VERSION = "0.1.0"
