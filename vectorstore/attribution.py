"""What a page says about itself: title, outlet, authors, dates, address, each with the line it was read from.

Only the head and the foot of a page are asked; what the story mentions is the story's. What no line states stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from vectorstore.bylines import LONGEST as LONGEST_BYLINE
from vectorstore.bylines import bare_names, dashed_names, described_names, led_names, reporting_names
from vectorstore.dates import stamps
from vectorstore.imprint import Imprint, address_label, certain_label, labelled_address, names_page
from vectorstore.layout import Kind, Layout
from vectorstore.lines import words
from vectorstore.outlets import OutletTable
from vectorstore.pictures import photo_credits
from vectorstore.timestamps import read_timestamps
from vectorstore.types import Attribute, Span

LONGEST_TITLE = 250
"""Characters of the longest headline."""

_TITLE_LABEL = re.compile(r"(?:title|headline)\s*:\s*", re.IGNORECASE)
_BULLET = re.compile(r"[•·▪●*–-]\s")


@dataclass(slots=True)
class Attribution:
    """What was read, and `taken`, the numbers of the lines it was read from."""

    title: Attribute | None = None
    outlet: Attribute | None = None
    authors: tuple[Attribute, ...] = ()
    published: Attribute | None = None
    updated: Attribute | None = None
    url: Attribute | None = None
    decks: tuple[Attribute, ...] = ()
    credits: tuple[Attribute, ...] = ()
    taken: set[int] = field(default_factory=set)


def attribute(layout: Layout, outlets: OutletTable) -> Attribution:
    """What the lines of a page say of its title, outlet, authors, dates, address and pictures."""
    return _Reading(layout, Imprint(outlets)).run()


class _Reading:
    """One pass over one page; each step takes the lines that it understands from the steps after it."""

    def __init__(self, layout: Layout, imprint: Imprint) -> None:
        self.layout = layout
        self.imprint = imprint
        self.found = Attribution()
        self.marks: set[int] = set()
        """The lines with a date or a byline: the head of the page reaches at least to the last of them."""

    def run(self) -> Attribution:
        self._timestamps()
        self._led_bylines()
        imprint = self._fields() or self._masthead()
        self._title()
        self._other_bylines()
        self._address()
        self._outlet(imprint)
        self._decks()
        self.found.credits = photo_credits(self.layout, self.found.taken)
        return self.found

    def _head(self) -> Iterator[tuple[int, str]]:
        for at in range(self.layout.body):
            if at not in self.found.taken:
                yield at, self.layout.plain(at)

    def _foot(self) -> Iterator[tuple[int, str]]:
        for at in self.layout.footers():
            if self.layout.kinds[at] is not Kind.PROSE:
                yield at, self.layout.plain(at)

    def _timestamps(self) -> None:
        read = read_timestamps(self.layout, self.imprint.known)
        self.found.published, self.found.updated = read.published, read.updated
        self.found.taken |= read.lines
        self.marks |= read.lines

    def _led_bylines(self) -> None:
        for at in range(self.layout.body):
            text = self.layout.plain(at)
            dated = list(stamps(text[:LONGEST_BYLINE]))
            before_dates = text[: dated[0].outer] if dated else text
            after_dates = (text[stamp.end :].strip(" |,·•–—-") for stamp in dated)
            if any(self._sign(at, led_names(part, self.imprint.known)) for part in (before_dates, *after_dates)):
                return

    def _sign(self, at: int, names: list[str]) -> bool:
        """Take a line as a byline of these names; only the first on a page is its own."""
        if not names or self.found.authors:
            return False
        self.found.authors = tuple(self.layout.attribute(at, name, "byline") for name in dict.fromkeys(names))
        self.found.taken.add(at)
        self.marks.add(at)
        return True

    def _fields(self) -> Attribute | None:
        """The outlet that a line such as "Publication: ..." at the very top states."""
        stated: Attribute | None = None
        for at, text in self._head():
            field_of_page = self.imprint.field(text) if at < self.layout.prose else None
            if field_of_page:
                self.found.taken.add(at)
                outlet, part = field_of_page
                if outlet and not stated:
                    stated = self.layout.attribute(at, outlet, "credit line", part=part)
        return stated

    def _masthead(self) -> Attribute | None:
        for at, text in self._head():
            if at >= self.layout.prose or at > 5:
                return None
            outlet = self.imprint.masthead(text)
            if outlet:
                self.found.taken.add(at)
                return self.layout.attribute(at, outlet, "masthead line", part=text)
            if self.layout.kinds[at] is Kind.FRAGMENT:
                return None
        return None

    def _title(self) -> None:
        for at, text in self._head():
            if at > self.layout.prose:
                return
            if self._is_title(at, text):
                shown = text[matched.end() :] if (matched := _TITLE_LABEL.match(text)) else text
                parts = self.imprint.title_parts(shown)
                self.found.title = self.layout.attribute(
                    at, parts[0] if parts else shown, "title line" if matched else _ordinal(at)
                )
                self._take_repeated(at, parts[0] if parts else shown)
                return

    def _is_title(self, at: int, text: str) -> bool:
        if len(text) > LONGEST_TITLE or _BULLET.match(text):
            return False
        if self.layout.kinds[at] is Kind.FRAGMENT:
            return len(text.split()) > 1 and (bool(self.marks) or self._of_story(at))
        signed = at + 1 in self.marks or (at + 1 < len(self.layout) and self.layout.says(at + 1, text))
        return self.layout.kinds[at] is Kind.PROSE and len(text) <= 150 and signed

    def _of_story(self, at: int) -> bool:
        """Whether the story says at least a third of the longer words of a line, as it does those of its headline."""
        said = {word for word in words(self.layout.plain(at)) if len(word) > 3}
        story = {word for line in self.layout.lines[at + 1 : at + 60] for word in words(line.plain[:5_000])}
        return not said or 3 * len(said & story) >= len(said)

    def _take_repeated(self, title: int, headline: str) -> None:
        self.found.taken.add(title)
        for at in range(title + 1, min(len(self.layout), title + 12)):
            if self.layout.says(at, headline):
                self.found.taken.add(at)

    def _other_bylines(self) -> None:
        known = self.imprint.known
        after = self.found.title.span.start if self.found.title and self.found.title.span else -1
        for at, text in self._head():
            fragment = self.layout.kinds[at] is Kind.FRAGMENT and self.layout.lines[at].start > after
            if not fragment:
                continue
            beside = self.found.title is not None and bool({at - 1, at + 1} & self.marks) and not self._in_story(text)
            if self._sign(at, dashed_names(text, known) or described_names(text, known)):
                return
            if beside and self._sign(at, bare_names(text, known)):
                return
        for at, text in self._foot():
            if self._sign(at, reporting_names(text, known)):
                return

    def _in_story(self, text: str) -> bool:
        return any(text in line.plain for line in self.layout.lines[self.layout.body :])

    def _decks(self) -> None:
        """The lines between the title and whatever else stands at the head."""
        if not self.found.title or not self.found.title.span:
            return
        decks: list[Attribute] = []
        for at, text in self._head():
            line = self.layout.lines[at]
            if line.start < self.found.title.span.end:
                continue
            kind = self.layout.kinds[at]
            led = kind is Kind.PROSE and any(mark > at for mark in self.marks if mark < self.layout.body)
            if kind is Kind.FRAGMENT and self.imprint.names_outlet(text):
                self.found.taken.add(at)
            elif (kind is Kind.FRAGMENT and len(text.split()) >= 3) or led:
                decks.append(Attribute(value=text, basis="deck line", span=Span(*line.find(text))))
                self.found.taken.add(at)
            else:
                break
        self.found.decks = tuple(decks)

    def _address(self) -> None:
        title = self.found.title.value if self.found.title else ""
        for at, text in (*self._head(), *self._foot()):
            stated = labelled_address(text)
            if not stated:
                continue
            label, url = stated
            if not label and at and address_label(self.layout.plain(at - 1)):
                label = self.layout.plain(at - 1)
            if (label and certain_label(label.rstrip(": ") + ":")) or at == 0 or names_page(url, title):
                self.found.url = self.layout.attribute(at, url, "url line")
                self.found.taken.add(at)
                return

    def _outlet(self, imprint: Attribute | None) -> None:
        url = self.found.url
        domain = self.imprint.address(url.value) if url else None
        if url and domain:
            self.found.outlet = Attribute(value=domain, basis="url domain", span=url.span)
            return
        self.found.outlet = imprint or self._title_outlet() or self._credited()

    def _title_outlet(self) -> Attribute | None:
        for at in sorted(self.found.taken):
            parts = self.imprint.title_parts(self.layout.plain(at))
            if parts:
                return self.layout.attribute(
                    at, parts[1], "title line", part=self.layout.plain(at).split("|")[-1].strip()
                )
        return None

    def _credited(self) -> Attribute | None:
        for at, text in (*self._foot(), *self._head()):
            outlet = self.imprint.credit(text)
            if outlet and self.layout.kinds[at] is not Kind.CREDIT:
                self.found.taken.add(at)
                return self.layout.attribute(at, outlet, "credit line", part=text)
        return None


def _ordinal(at: int) -> str:
    return "first line" if at == 0 else "headline"
