"""The parts of a page: what each line is by its shape, and where the head, the body and the foot are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from vectorstore.credits import LONGEST_CAPTION, caption_credit, credit_line
from vectorstore.furniture import address_line, prompt_line, related_label, related_link, section_label
from vectorstore.lines import Line, is_prose, sentence_ends, words
from vectorstore.types import Attribute, Span

HEAD_LINES = 40
"""Lines after which the head of a page is over in any case."""

HEAD_PARAGRAPHS = 2
"""Paragraphs that can stand among the lines of a head, as decks and captions do."""

FOOT_LINES = 12
"""The last lines of a page, which can say where it comes from though paragraphs stand between them."""


CUT_OFF_WORDS = 10
"""Words from which a line of the body that goes on after a full stop is a paragraph."""


class Kind(Enum):
    """What a line is, as far as its own words tell."""

    PROSE = auto()
    FRAGMENT = auto()
    CREDIT = auto()
    CAPTION = auto()
    RELATED = auto()
    LINK = auto()
    ADDRESS = auto()
    PROMPT = auto()
    SECTION = auto()


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a page with their kinds. The body begins at line `body`; line `prose` is the first paragraph."""

    lines: tuple[Line, ...]
    kinds: tuple[Kind, ...]
    prose: int
    body: int
    foot: int

    def __len__(self) -> int:
        return len(self.lines)

    def plain(self, at: int) -> str:
        """The text of a line, Markdown blanked, trimmed."""
        return self.lines[at].plain.strip()

    def footers(self) -> range:
        """The lines after the last paragraph, and the last lines of the page in any case."""
        return range(max(self.body, min(self.foot, len(self) - FOOT_LINES)), len(self))

    def attribute(self, at: int, value: str, basis: str, *, part: str | None = None) -> Attribute:
        """A value that was read from a part of a line, by default from where the value itself stands."""
        return Attribute(value=value, basis=basis, span=Span(*self.lines[at].find(part or value)))

    def says(self, at: int, text: str) -> bool:
        """Whether a line has the words of a text and no others."""
        return words(self.plain(at)) == words(text)


def lay_out(lines: Sequence[Line]) -> Layout:
    """The layout of a page's lines."""
    kinds = tuple(kind_of(line.plain.strip()) for line in lines)
    paragraphs = [at for at, kind in enumerate(kinds) if kind is Kind.PROSE]
    if not paragraphs:
        return Layout(tuple(lines), kinds, prose=len(lines), body=min(len(lines), HEAD_LINES), foot=len(lines))
    body = next((at for at in paragraphs[:HEAD_PARAGRAPHS] if _goes_on(kinds, at)), None)
    if body is None:
        body = paragraphs[min(HEAD_PARAGRAPHS, len(paragraphs) - 1)]
    body = min(body, HEAD_LINES)
    kinds = (
        *kinds[:body],
        *(_in_body(kind, line.plain) for kind, line in zip(kinds[body:], lines[body:], strict=True)),
    )
    return Layout(tuple(lines), kinds, prose=paragraphs[0], body=body, foot=paragraphs[-1] + 1)


def kind_of(text: str) -> Kind:
    """What a line is by its shape alone."""
    if len(text) > LONGEST_CAPTION:
        return Kind.PROSE
    for kind, test in _TESTS:
        if test(text):
            return kind
    return Kind.PROSE if is_prose(text) else Kind.FRAGMENT


def _in_body(kind: Kind, text: str) -> Kind:
    """The kind of a line of the body: what goes on after a sentence there is no headline."""
    cut_off = kind is Kind.FRAGMENT and sentence_ends(text) > 0 and len(text.split()) >= CUT_OFF_WORDS
    return Kind.PROSE if cut_off else kind


def _goes_on(kinds: Sequence[Kind], at: int) -> bool:
    """Whether the paragraph at a line is followed by another, pictures aside."""
    following = (kind for kind in kinds[at + 1 :] if kind not in (Kind.CREDIT, Kind.CAPTION))
    return next(following, None) is Kind.PROSE


_TESTS = (
    (Kind.RELATED, related_label),
    (Kind.LINK, related_link),
    (Kind.ADDRESS, address_line),
    (Kind.CAPTION, caption_credit),
    (Kind.CREDIT, credit_line),
    (Kind.PROMPT, prompt_line),
    (Kind.SECTION, section_label),
)
