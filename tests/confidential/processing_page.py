"""The page ``docs/reference/processing-record.md``, made from the register: ``python -m tests.confidential.processing_page``."""

from __future__ import annotations

from pathlib import Path

from mkb_core.confidential.register import as_markdown

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "processing-record.md"

HEAD = """\
# Record of processing

<!-- Made from the code by `python -m tests.confidential.processing_page`; a test fails where this page is behind. -->

Every column with personal or confidential data: why it is there, on which ground, how long, and who gets it (GDPR,
article 30). The same table is printed by `mkb privacy register`. A column that is neither here nor declared free of such
data in `mkb_core/confidential/register.py` fails the build. [Confidentiality](../explanation/confidentiality.md) says how
these data are kept.

"""


def page() -> str:
    """The page as it should be."""
    return f"{HEAD}{as_markdown('en')}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
