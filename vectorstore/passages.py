"""Cut an article's story into passages that the encoder reads in full: whole sentences wherever they fit.

A passage may reach across a short gap in the story, such as a section heading or a caption: pages that have many would
else fall into crumbs, and small passages are found less well (MultiHop-RAG, keywords alone, every piece of evidence in
the first ten: 0.446 without, 0.490 with). What lies in such a gap is noted, and is never evidence.

Word pieces are counted once for each sentence and added up. That is exact for WordPiece, which never joins what white
space or punctuation parts; a tokenizer that does is off by a piece a sentence, so leave the limit that much below
what the encoder reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from vectorstore.sentences import sentences
from vectorstore.types import Article, Passage, Span

Count = Callable[[Sequence[str]], list[int]]

_CLAUSE_END = re.compile(r"""(?<=[,;:–—)])\s+|(?<=,["'”’])\s+|(?<=[，、；：])\s*""")
_WORD = re.compile(r"\S+")
_LONGEST_GAP = 40
"""Word pieces. What is longer, such as a list of other headlines, ends a passage."""

_CHARACTERS_PER_PIECE = 20
"""No English text comes near it: what does is white space, or a run of letters that counts as one unknown word."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """What passages are packed from: a sentence, or a part of one too long.

    `gap` is the weight of what is not story between it and the unit before.
    """

    start: int
    end: int
    weight: int
    gap: int = 0


def cut(article: Article, *, article_id: str, count: Count, limit: int) -> list[tuple[Passage, int]]:
    """The passages of the story, in order, each with its word pieces: at most `limit`, the gaps in it included.

    Every character of the story but white space is in exactly one passage. The passages between two long gaps are as
    few as can be and as even as can be. A sentence longer than the limit is cut at a clause, else at a word, else
    within one. `count` gives the word pieces of each text, special tokens not included.
    """
    if limit < 1:
        raise ValueError(f"A passage of {limit} word pieces holds nothing.")
    text = article.text
    found = [sentence for span in article.story for sentence in sentences(text, span.start, span.end)]
    units = _fitting(text, found, count=count, limit=limit)
    gaps = [Span(one.end, other.start) for one, other in pairwise(article.story) if one.end < other.start]
    passages: list[tuple[Passage, int]] = []
    for stretch in _stretches(units, gaps, count([text[gap.start : gap.end] for gap in gaps]) if gaps else []):
        for packed in _pack_evenly(stretch, limit):
            start, end = packed[0].start, packed[-1].end
            inside = tuple(gap for gap in gaps if start < gap.start and gap.end < end)
            passage = Passage(article_id=article_id, start=start, end=end, text=text[start:end], gaps=inside)
            # A gap before the first unit is not in the passage.
            passages.append((passage, sum(unit.weight + unit.gap for unit in packed) - packed[0].gap))
    return passages


def _stretches(units: Sequence[_Unit], gaps: Sequence[Span], weights: Sequence[int]) -> list[list[_Unit]]:
    """The units parted at the long gaps, those after a short one carrying its weight."""
    stretches: list[list[_Unit]] = []
    left = list(zip(gaps, weights, strict=True))
    for unit in units:
        before = 0
        while left and left[0][0].end <= unit.start:
            before += left.pop(0)[1]
        if stretches and before <= _LONGEST_GAP:
            stretches[-1].append(replace(unit, gap=before))
        else:
            stretches.append([unit])
    return stretches


def _fitting(text: str, spans: Sequence[Span], *, count: Count, limit: int) -> list[_Unit]:
    """The spans with their weights, those that no passage can hold replaced by their parts."""
    units = _weigh(text, spans, count)
    for parts_of in (_clauses, _words):
        large = [unit for unit in units if not _fits(unit, limit)]
        parts = {unit: parts_of(text, unit) for unit in large}
        weighed = iter(_weigh(text, [part for unit in large for part in parts[unit]], count))
        units = [piece for unit in units for piece in (islice(weighed, len(parts[unit])) if unit in parts else [unit])]
    return [
        piece
        for unit in units
        for piece in ([unit] if _fits(unit, limit) else _fragments(text, unit, count=count, limit=limit))
    ]


def _weigh(text: str, spans: Sequence[Span], count: Count) -> list[_Unit]:
    weights = count([text[span.start : span.end] for span in spans]) if spans else []
    return [_Unit(span.start, span.end, weight) for span, weight in zip(spans, weights, strict=True)]


def _fits(unit: _Unit, limit: int) -> bool:
    return unit.weight <= limit and unit.end - unit.start <= limit * _CHARACTERS_PER_PIECE


def _clauses(text: str, unit: _Unit) -> list[Span]:
    gaps = [found.span() for found in _CLAUSE_END.finditer(text, unit.start, unit.end)]
    starts = [unit.start, *(end for _, end in gaps)]
    ends = [*(start for start, _ in gaps), unit.end]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def _words(text: str, unit: _Unit) -> list[Span]:
    return [Span(*found.span()) for found in _WORD.finditer(text, unit.start, unit.end)]


def _fragments(text: str, unit: _Unit, *, count: Count, limit: int) -> list[_Unit]:
    """Stretches of one endless word, divided until each fits.

    Two of them may count for more together than apart, so each is given the weight of a full passage.
    """
    spans = _divided(unit, 1 + (unit.end - unit.start - 1) // (limit * _CHARACTERS_PER_PIECE))
    while True:
        weighed = _weigh(text, spans, count)
        if all(_fits(part, limit) or part.end - part.start == 1 for part in weighed):
            return [_Unit(part.start, part.end, limit) for part in weighed]
        spans = [piece for part in weighed for piece in _divided(part, -(-part.weight // limit))]


def _divided(unit: _Unit, parts: int) -> list[Span]:
    """The unit in that many parts as even as can be, none of them empty."""
    length = unit.end - unit.start
    parts = max(1, min(parts, length))
    marks = [unit.start + length * part // parts for part in range(parts + 1)]
    return [Span(start, end) for start, end in pairwise(marks)]


def _pack_evenly(units: Sequence[_Unit], limit: int) -> list[list[_Unit]]:
    """As few packs as the limit allows, filled to the least limit that still needs no more of them."""
    longest = limit * _CHARACTERS_PER_PIECE
    fewest = len(_pack(units, limit, longest))
    low, high = max((unit.weight for unit in units), default=1), limit
    while low < high:
        middle = (low + high) // 2
        if len(_pack(units, middle, longest)) > fewest:
            low = middle + 1
        else:
            high = middle
    return _pack(units, high, longest)


def _pack(units: Sequence[_Unit], limit: int, longest: int) -> list[list[_Unit]]:
    packs: list[list[_Unit]] = []
    weight = 0
    for unit in units:
        if packs and weight + unit.gap + unit.weight <= limit and unit.end - packs[-1][0].start <= longest:
            packs[-1].append(unit)
            weight += unit.gap + unit.weight
        else:
            packs.append([unit])
            weight = unit.weight
    return packs
