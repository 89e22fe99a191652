"""HTML for comparing: as it would stand in one line."""

import re


def tight(html: str) -> str:
    """Without whitespace beside tags, and one space between attributes: how templates are wrapped is no matter."""
    html = re.sub(r"\s+", " ", html)
    return re.sub(r" ?(/?>) ?", r"\1", re.sub(r" ?<", "<", html)).strip()
