"""A model's draft taken apart: its sentences, and which of the given evidence each one names. Pure.

Markers are found by their structure and taken out, whatever they say; only a number of evidence that was given is kept.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from vectorstore.sentences import sentences

_NUMBERS = r"\^?\d{1,9}(?:[†:][^\]】]{0,40})?(?:\s*(?:,|;|-|–|and|&)\s*\^?\d{1,9})*"
_MARKER = re.compile(
    rf"\s*(?:\[\s*(?:(?:quote|source)s?\s*)?(?P<square>{_NUMBERS})\s*\]|【\s*(?P<wide>{_NUMBERS})\s*】"
    # In round brackets a number is a marker only where a sentence ends.
    r"|\((?P<round>\d{1,2}(?:\s*,\s*\d{1,2})*)\)(?=\s*(?:[.!?]|$|\n))"
    # A reference to literature that nobody gave.
    r"|\((?:[A-Z][\w.&’'-]*,?\s+(?:(?:and|et al\.?,?)\s+)?){1,4}(?:19|20)\d\d[a-z]?\))",
    re.IGNORECASE,
)
_DECORATION = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|[-*•][ \t]+|\d{1,2}[.)][ \t]+|>[ \t]*)|\*\*|__", re.MULTILINE)
_LEAD = re.compile(
    r"^[ \t]*(?:a|answer|the\s+answer(?:\s+to\s+(?:this|the|your)\s+question)?(?:\s+is)?)[ \t]*:[ \t]+(?=\S)",
    re.IGNORECASE | re.MULTILINE,
)
"""`The answer is:` says nothing."""
_FENCE = re.compile(r"<<<\s*(?:END|QUOTE)\b[^>\n]*>{0,3}")
"""What stands around quotations, which a small model may copy with them."""
_OPEN_MARKER = re.compile(r"\s*[\[【][^\]】\n]{0,40}\Z")


@dataclass(frozen=True, slots=True)
class Drafted:
    """One sentence of a draft, and the numbers (from 1) of the given evidence that it names, each once, in order."""

    text: str
    numbers: tuple[int, ...] = ()


def drafted(draft: str, *, given: int, whole: bool = True) -> tuple[Drafted, ...]:
    """The sentences of a draft that was given `given` pieces of evidence.

    A marker belongs to the sentence before it, at the start of a line to the one after it. With `whole` false the
    last sentence, which may have been cut, is left out unless a stop ends it.
    """
    plain, markers = _without_markers(_LEAD.sub("", _DECORATION.sub("", _FENCE.sub("", draft))))
    spans = [span for span in sentences(plain) if any(map(str.isalnum, plain[span.start : span.end]))]
    starts = [span.start for span in spans]
    named: list[list[int]] = [[] for _ in spans]
    for place, leads, numbers in markers:
        at = bisect_left(starts, place) - (0 if leads else 1)
        if spans and at < len(spans):
            named[max(at, 0)] += [number for number in numbers if 1 <= number <= given]
    found = [
        Drafted(" ".join(plain[span.start : span.end].split()), tuple(dict.fromkeys(numbers)))
        for span, numbers in zip(spans, named, strict=True)
    ]
    return tuple(found if whole or not found or _ended(found[-1].text) else found[:-1])


def without_open_marker(draft: str) -> str:
    """An unfinished draft without the marker in the midst of which it ends."""
    return _OPEN_MARKER.sub("", draft)


def _without_markers(draft: str) -> tuple[str, list[tuple[int, bool, list[int]]]]:
    """The draft without markers; where each stood in what is left, whether it opens a line, and its numbers."""
    plain, end = "", 0
    found = []
    for marker in _MARKER.finditer(draft):
        plain += draft[end : marker.start()]
        end = marker.end()
        if "\n" in marker.group() and not plain.endswith("\n"):
            plain += "\n\n"
        stated = marker["square"] or marker["wide"] or marker["round"] or ""
        leads = not plain.strip() or plain.endswith("\n")
        found.append((len(plain), leads, _expanded(re.sub(r"[†:][^,;]*", "", stated))))
    return plain + draft[end:], found


def _expanded(stated: str) -> list[int]:
    numbers: list[int] = []
    for part in re.split(r"[,;&]|and", stated):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        if len(ends) == 2 and ends[0] <= ends[1] <= ends[0] + 20:
            numbers += range(ends[0], ends[1] + 1)
        else:
            numbers += ends
    return numbers


def _ended(text: str) -> bool:
    return text.rstrip("\"'”’)»").endswith((".", "!", "?", "…"))
