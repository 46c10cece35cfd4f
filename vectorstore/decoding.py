"""Bytes to text: UTF-8, UTF-16 with its mark, or what charset-normalizer finds; line ends stay as they are."""

from __future__ import annotations

import codecs

from vectorstore.errors import ReadError

CONTROLS_ALLOWED = 0.005
"""The share of control characters above which bytes are no text."""

DAMAGED = "utf-8 (damaged)"
"""Recorded for UTF-8 with a few bad bytes, each of which has become U+FFFD."""

GOOD_FOR_ONE_BAD = 4
"""Good characters beyond ASCII for each bad byte, from which bytes count as damaged UTF-8."""

WESTERN = "cp1252"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b") + b"\x7f"


def decode(raw: bytes, *, name: str) -> tuple[str, str]:
    """The text of a file's bytes without its byte order mark, and the encoding as Python names it.

    Raises ReadError: `binary_file` for what is no text, `undecodable` for text in no encoding that can be told.
    """
    marked = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), None)
    if marked is None and _is_binary(raw):
        raise ReadError(
            f"{name} is not text: it holds binary data.",
            next="Give the article as plain text (.txt or .md).",
            code="binary_file",
        )
    try:
        return raw.decode(marked or "utf-8"), marked or "utf-8"
    except UnicodeDecodeError:
        found = None if marked else _damaged(raw) or _guessed(raw)
    if found is None:
        raise ReadError(
            f"{name} can't be decoded: it is neither UTF-8 nor in another encoding that can be told.",
            next="Save it as UTF-8 and add it again.",
            code="undecodable",
        )
    return found


def _is_binary(raw: bytes) -> bool:
    controls = len(raw) - len(raw.translate(None, _CONTROLS))
    return b"\0" in raw or controls > len(raw) * CONTROLS_ALLOWED


def _damaged(raw: bytes) -> tuple[str, str] | None:
    """UTF-8 with a few bad bytes, as where a file was cut off: each becomes U+FFFD rather than all the rest garbage."""
    text = raw.decode("utf-8", errors="replace")
    bad = text.count("\ufffd") - raw.count("\ufffd".encode())
    good = sum(1 for character in text if character > "\x7f") - bad
    return (text, DAMAGED) if good >= GOOD_FOR_ONE_BAD * bad else None


def _guessed(raw: bytes) -> tuple[str, str] | None:
    # Slow to import, and nearly every file is UTF-8.
    from charset_normalizer import from_bytes

    matches = from_bytes(raw)
    best = matches.best()
    if best is None:
        return None
    # Several one-byte encodings read a page alike, or as well: the most common of them is meant.
    western = any(
        WESTERN in match.could_be_from_charset and match.chaos <= best.chaos and match.coherence >= best.coherence
        for match in matches
    )
    encoding = WESTERN if western else best.encoding
    text = raw.decode(encoding, errors="replace")
    # Characters that no one types: an encoding that decodes anything has been taken for want of a better.
    strange = sum(
        1 for character in text if ("\x7f" <= character <= "\x9f" and character != "\x85") or character == "\ufffd"
    )
    return (text, encoding) if strange <= len(text) * CONTROLS_ALLOWED else None
