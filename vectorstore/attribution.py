"""What a page says about itself: title, outlet, authors, dates, address, each with the line it was read from.

Only the head and the foot of a page are asked; what the story mentions is the story's. What no line states stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from vectorstore.bylines import bare_names, dashed_names, described_names, led_names, reporting_names
from vectorstore.credits import caption_credit
from vectorstore.dates import WEEKDAY, Stamp, stamps
from vectorstore.furniture import section_label
from vectorstore.imprint import Imprint, address_label, certain_label, labelled_address, names_page
from vectorstore.layout import Kind, Layout
from vectorstore.lines import words
from vectorstore.outlets import OutletTable
from vectorstore.types import Attribute, Span

LONGEST_TITLE = 250
"""Characters of the longest headline."""

LONGEST_DATE_LINE = 200
"""Characters of the longest line that is about a date."""

_BESIDE_DATES = re.compile(
    rf"\b(?:{WEEKDAY}|\d{{1,2}}[:.h]\d{{2}}(?::\d{{2}})?(?:\s*[ap]\.?m\b\.?)?|[ap]\.?m\b\.?"
    rf"|\d+ ?min(?:ute)?s?(?: read)?"
    r"|read|on|at|by|hrs|ist|et|ct|pt|cst|ast|local time|time|date|last|first|published|posted|updated|modified|from"
    r"|print edition|edition|issue)\b",
    re.IGNORECASE,
)
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
        self._dates()
        self._led_bylines()
        masthead = self._masthead()
        self._title()
        self._other_bylines()
        self._decks()
        self._address()
        self._outlet(masthead)
        self.found.credits = tuple(self._credits())
        return self.found

    def _head(self) -> Iterator[tuple[int, str]]:
        for at in range(self.layout.body):
            if at not in self.found.taken:
                yield at, self.layout.plain(at)

    def _foot(self) -> Iterator[tuple[int, str]]:
        for at in self.layout.footers():
            if self.layout.kinds[at] is not Kind.PROSE:
                yield at, self.layout.plain(at)

    def _said(self, at: int, value: str, basis: str, *, part: str | None = None) -> Attribute:
        start, end = self.layout.lines[at].find(part or value)
        return Attribute(value=value, basis=basis, span=Span(start, end))

    def _dates(self) -> None:
        bare: Attribute | None = None
        for at, text in (*self._head(), *self._foot()):
            if len(text) > LONGEST_DATE_LINE or at in self.marks:
                continue
            dated = list(stamps(text))
            if not dated or not self._about_dates(text, dated):
                continue
            self.marks.add(at)
            self.found.taken.add(at)
            for stamp in dated:
                basis = "updated line" if stamp.label == "updated" else "date line"
                read = self._said(at, stamp.value, basis, part=text[stamp.start : stamp.end])
                if stamp.label == "updated":
                    self.found.updated = self.found.updated or read
                elif stamp.label == "published":
                    self.found.published = self.found.published or read
                else:
                    bare = bare or read
        self.found.published = self.found.published or bare

    def _about_dates(self, text: str, dated: list[Stamp]) -> bool:
        """Whether nothing stands in the line beside its dates but who wrote it, where, and how long a read it is."""
        if dated[0].label and dated[0].outer == 0:
            return True
        rest = text
        for stamp in dated:
            rest = rest.replace(text[stamp.outer : stamp.end], " | ")
        parts = [
            part.strip(" ,.:;–—-·•/()[]\t") for part in re.split(r"\||•|·|\s[–—-]\s", _BESIDE_DATES.sub(" ", rest))
        ]
        known = self.imprint.known
        return all(
            not part or section_label(part) or known(part) or led_names(f"by {part}", known) or bare_names(part, known)
            for part in parts
        )

    def _led_bylines(self) -> None:
        for at in range(self.layout.body):
            text = self.layout.plain(at)
            parts = (
                [text, *(text[stamp.end :].strip(" |,·•–—-") for stamp in list(stamps(text)))]
                if len(text) <= 200
                else []
            )
            for part in parts:
                if self._sign(at, led_names(part, self.imprint.known)):
                    break

    def _sign(self, at: int, names: list[str]) -> bool:
        """Take a line as a byline of these names; only the first on a page is its own."""
        if not names or self.found.authors:
            return False
        self.found.authors = tuple(self._said(at, name, "byline") for name in dict.fromkeys(names))
        self.found.taken.add(at)
        self.marks.add(at)
        return True

    def _masthead(self) -> Attribute | None:
        for at, text in self._head():
            if at >= self.layout.prose or at > 5:
                return None
            outlet = self.imprint.masthead(text) or self.imprint.field(text)
            if outlet:
                self.found.taken.add(at)
                return self._said(at, outlet, "masthead line", part=text)
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
                self.found.title = self._said(
                    at, parts[0] if parts else shown, "title line" if matched else _ordinal(at)
                )
                self._take_repeated(at)
                return

    def _is_title(self, at: int, text: str) -> bool:
        if len(text) > LONGEST_TITLE or _BULLET.match(text):
            return False
        if self.layout.kinds[at] is Kind.FRAGMENT:
            return len(text.split()) > 1 and (bool(self.marks) or self._of_story(at))
        signed = at + 1 in self.marks or (at + 1 < len(self.layout) and self.layout.same(at, at + 1))
        return self.layout.kinds[at] is Kind.PROSE and len(text) <= 150 and signed

    def _of_story(self, at: int) -> bool:
        """Whether the story says at least a third of the longer words of a line, as it does those of its headline."""
        said = {word for word in words(self.layout.plain(at)) if len(word) > 3}
        story = {word for line in self.layout.lines[at + 1 : at + 60] for word in words(line.plain[:5_000])}
        return not said or 3 * len(said & story) >= len(said)

    def _take_repeated(self, title: int) -> None:
        self.found.taken.add(title)
        for at in range(title + 1, min(len(self.layout), title + 12)):
            if self.layout.same(title, at):
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
            if (kind is Kind.FRAGMENT and len(text.split()) >= 3) or led:
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
                self.found.url = self._said(at, url, "url line")
                self.found.taken.add(at)
                return

    def _outlet(self, masthead: Attribute | None) -> None:
        url = self.found.url
        domain = self.imprint.address(url.value) if url else None
        if url and domain:
            self.found.outlet = Attribute(value=domain, basis="url domain", span=url.span)
            return
        self.found.outlet = masthead or self._title_outlet() or self._credited()

    def _title_outlet(self) -> Attribute | None:
        for at in sorted(self.found.taken):
            parts = self.imprint.title_parts(self.layout.plain(at))
            if parts:
                return self._said(at, parts[1], "title line", part=self.layout.plain(at).split("|")[-1].strip())
        return None

    def _credited(self) -> Attribute | None:
        for at, text in (*self._foot(), *self._head()):
            outlet = self.imprint.credit(text)
            if outlet and self.layout.kinds[at] is not Kind.CREDIT:
                self.found.taken.add(at)
                return self._said(at, outlet, "credit line", part=text)
        return None

    def _credits(self) -> Iterator[Attribute]:
        seen: set[str] = set()
        for at, kind in enumerate(self.layout.kinds):
            if kind not in (Kind.CREDIT, Kind.CAPTION) or at in self.found.taken:
                continue
            text = self.layout.plain(at)
            part = caption_credit(text) if kind is Kind.CAPTION else (0, len(text))
            value = text[slice(*part)].strip() if part else text
            if value not in seen:
                seen.add(value)
                yield self._said(at, value, "photo credit")


def _ordinal(at: int) -> str:
    return "first line" if at == 0 else "headline"
