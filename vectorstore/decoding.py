"""Bytes to text: UTF-8, UTF-16 with its mark, or what charset-normalizer finds; line ends stay as they are."""

from __future__ import annotations

import codecs
import logging

from vectorstore.errors import ReadError

CONTROLS_ALLOWED = 0.005
"""The share of control characters above which bytes are no text."""

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
        found = None if marked else _guessed(raw)
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


def _guessed(raw: bytes) -> tuple[str, str] | None:
    # Slow to import, and nearly every file is UTF-8.
    from charset_normalizer import from_bytes

    logging.getLogger("charset_normalizer").setLevel(logging.ERROR)
    best = from_bytes(raw).best()
    if best is None:
        return None
    text = raw.decode(best.encoding, errors="strict")
    # Characters that no one types: a one-byte encoding that decodes anything has been taken for want of a better.
    strange = sum(1 for character in text if "\x7f" <= character <= "\x9f" and character != "\x85")
    return (text, best.encoding) if strange <= len(text) * CONTROLS_ALLOWED else None
