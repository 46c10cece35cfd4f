"""The photo credits of a page, each once."""

from __future__ import annotations

from collections.abc import Collection

from vectorstore.credits import caption_credit
from vectorstore.layout import Kind, Layout
from vectorstore.types import Attribute


def photo_credits(layout: Layout, taken: Collection[int]) -> tuple[Attribute, ...]:
    """The credits of the page's pictures as they stand there, in order; a repeated one where it stands first.

    `taken` are the lines that something else was read from.
    """
    found: dict[str, Attribute] = {}
    for at, kind in enumerate(layout.kinds):
        if kind not in (Kind.CREDIT, Kind.CAPTION) or at in taken:
            continue
        text = layout.plain(at)
        part = caption_credit(text) if kind is Kind.CAPTION else None
        value = text[slice(*part)].strip() if part else text
        if value not in found:
            found[value] = layout.attribute(at, value, "photo credit")
    return tuple(found.values())
