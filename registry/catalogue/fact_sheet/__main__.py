"""Print the documentation of the fact sheet."""

import sys

from registry.catalogue.fact_sheet.document import as_markdown

sys.stdout.write(as_markdown())
