"""Which lines of a page are the story. A doubtful paragraph is; a doubtful line that is no paragraph is not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from vectorstore.layout import Kind, Layout
from vectorstore.lines import ends_sentence, is_question, sentence_ends, words
from vectorstore.types import Span

REPEATED_WORDS = 6
"""Words from which a line that stands in the story again is a pull quote or a deck, and not a turn of phrase."""

ITEM_WORDS = 4
"""Words from which the item of a list says something."""

CAPTION_LENGTH = 300
"""Characters of the longest caption that stands with its credit on the next line."""

HEADLINE_LENGTH = 160
"""Characters of the longest headline among links to other stories."""

_PLACES_KEPT = 8


def story_lines(layout: Layout, taken: Collection[int]) -> list[int]:
    """The numbers of the lines that are the story, in order; never empty where there is a line at all.

    `taken` are the lines that something else was read from: title, byline, dates.
    """
    items = set(_list_items(layout))
    captions = set(_captions(layout))
    candidates = [
        at
        for at in range(len(layout))
        if at not in taken and at not in captions and (layout.kinds[at] is Kind.PROSE or at in items)
    ]
    repeated = set(_repeated(layout, candidates))
    related = set(_below_related(layout))
    kept = [at for at in candidates if at not in repeated and at not in related]
    fragments = [at for at in range(len(layout)) if layout.kinds[at] is Kind.FRAGMENT and at not in taken]
    untaken = [at for at in range(len(layout)) if at not in taken]
    return kept or candidates or fragments or untaken or list(range(len(layout)))


def story_spans(layout: Layout, kept: Sequence[int], *, start: int) -> tuple[Span, ...]:
    """The stretches of text that lines of the story make without another line between; the first begins at `start`."""
    spans: list[Span] = []
    for number, at in enumerate(kept):
        line = layout.lines[at]
        if number and kept[number - 1] == at - 1:
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(Span(start if number == 0 else line.start, line.end))
    return tuple(spans)


def _list_items(layout: Layout) -> Iterator[int]:
    """Lines of a list that a paragraph announces with a colon, and lines marked as items of a list."""
    announced = False
    for before, at in pairwise(range(max(layout.body, 0), len(layout))):
        if layout.kinds[at] is not Kind.FRAGMENT:
            announced = False
            continue
        announced = announced or (layout.kinds[before] is Kind.PROSE and layout.plain(before).endswith(":"))
        text = layout.plain(at)
        marked = text.startswith(("• ", "- ", "* ", "– ", "· ", "▪ ", "● "))
        if (announced or marked) and len(text.split()) >= ITEM_WORDS + marked and not is_question(text):
            yield at


def _captions(layout: Layout) -> Iterator[int]:
    """Paragraphs that stand with a photo credit right below, apart from all others."""
    for at, below in pairwise(range(len(layout))):
        alone = at == 0 or not _same_paragraph(layout, at - 1, at)
        together = layout.lines[at].block == layout.lines[below].block
        last = below + 1 == len(layout) or not _same_paragraph(layout, below + 1, below)
        if layout.kinds[below] is Kind.CREDIT and alone and together and last:
            text = layout.plain(at)
            if layout.kinds[at] is Kind.PROSE and len(text) <= CAPTION_LENGTH and sentence_ends(text) <= 1:
                yield at


def _same_paragraph(layout: Layout, other: int, at: int) -> bool:
    """Whether a neighbouring line is a paragraph without a blank line between the two."""
    return layout.kinds[other] is Kind.PROSE and layout.lines[other].block == layout.lines[at].block


def _below_related(layout: Layout) -> Iterator[int]:
    """Headlines below "See also" that are long or end like a sentence, up to the first real paragraph."""
    below = False
    for at, kind in enumerate(layout.kinds):
        if kind is Kind.RELATED:
            below = True
        elif kind is Kind.PROSE and below:
            text = layout.plain(at)
            asks = sentence_ends(text) == 0 and text.endswith(("?", "!"))
            below = len(text) <= HEADLINE_LENGTH and (asks or not ends_sentence(text))
            if below:
                yield at


def _repeated(layout: Layout, candidates: Sequence[int]) -> Iterator[int]:
    """Lines whose words stand, in one piece, in another line of the story: of two equal lines the later is kept."""
    spoken = {at: words(layout.plain(at)) for at in candidates}
    heads = {tuple(said[:REPEATED_WORDS]) for said in spoken.values() if len(said) >= REPEATED_WORDS}
    found: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for at, said in spoken.items():
        for place in range(len(said) - REPEATED_WORDS + 1):
            key = tuple(said[place : place + REPEATED_WORDS])
            if key in heads:
                places = found.setdefault(key, [])
                places.append((at, place))
                # Text that repeats itself without end must not make this slow.
                del places[:-_PLACES_KEPT]
    for at, said in spoken.items():
        for other, place in found.get(tuple(said[:REPEATED_WORDS]), ()):
            longer = len(spoken[other]) > len(said)
            if (longer or other > at) and other != at and spoken[other][place : place + len(said)] == said:
                yield at
                break
