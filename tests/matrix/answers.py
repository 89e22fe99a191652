"""What an answer says, whatever it is packed in."""

import html
import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile, is_zipfile


def said(response: Any) -> str:
    """All text of an answer: headers, body, the parts of a spreadsheet, JSON unescaped."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    parts = [f"{name}: {value}" for name, value in response.items()]
    parts += [cookie.OutputString() for cookie in response.cookies.values()]
    if body[:2] == b"PK" and is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as archive:
            parts += [archive.read(name).decode(errors="replace") for name in archive.namelist()]
    else:
        parts.append(body.decode(errors="replace"))
    if "json" in response.get("Content-Type", ""):
        parts.append(_unescaped(body))
    return html.unescape("\n".join(parts)).lower()


def _unescaped(body: bytes) -> str:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False)
    except ValueError:
        return ""
