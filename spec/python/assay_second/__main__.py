# SPDX-License-Identifier: Apache-2.0
"""python3 -m assay_second: the command line."""
import sys

from .cli import main

sys.exit(main())
