"""The picture that an app scans: drawn on the server, as SVG without styles, so that no script and no other site sees it."""

from __future__ import annotations

import segno
from markupsafe import Markup


def qr_picture(words: str, label: str) -> Markup:
    """A QR code to put in a page; ``label`` says what it is to whoever does not see it."""
    drawn = segno.make(words, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff")
    return Markup('<div class="qr" role="img" aria-label="{}">{}</div>').format(label, Markup(drawn))  # noqa: S704 - drawn by the library from squares
