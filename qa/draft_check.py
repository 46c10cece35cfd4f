"""The check of one draft: which of its sentences hold and by which evidence, also while it is still being written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from qa import prompts
from qa.checking import Checker, shared
from qa.citations import numbered
from qa.markers import Drafted, drafted, without_open_marker
from qa.types import Evidence, Point, Unsupported
from qa.words import words


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft's sentences: those that hold, each with the evidence that supports it, and those that don't."""

    supported: tuple[tuple[str, tuple[Evidence, ...]], ...]
    unsupported: tuple[Unsupported, ...]


@dataclass(frozen=True, slots=True)
class SoFar:
    """A draft while it is written: what of it holds, what doesn't, and its end, which is not checked yet.

    `quoted` is the answer without a model, to be read as long as nothing of the draft holds.
    """

    points: tuple[Point, ...] = ()
    unsupported: tuple[Unsupported, ...] = ()
    unchecked: str = ""
    quoted: tuple[Point, ...] = ()


class DraftCheck:
    """The check of one draft as it grows. No sentence of it is checked twice."""

    def __init__(self, given: Sequence[Evidence], *, checker: Checker) -> None:
        self._given = given
        self._judged = cache(lambda sentence: judged(sentence, given, checker=checker))

    def of(self, sentences: Sequence[Drafted]) -> Checked:
        """What holds of these sentences, each once.

        One that only declines is dropped without a word: declining needs no evidence, and answers nothing.
        """
        supported: dict[str, tuple[Evidence, ...]] = {}
        left_out: dict[str, Unsupported] = {}
        for sentence in sentences:
            if declines(sentence.text) or sentence.text in supported:
                continue
            found = self._judged(sentence)
            if isinstance(found, Unsupported):
                left_out.setdefault(found.text, found)
            else:
                supported[sentence.text] = found
        return Checked(tuple(supported.items()), tuple(left_out.values()))

    def so_far(self, draft: str) -> SoFar:
        """The same of an unfinished draft. Its last sentence waits for the next: what names its evidence may follow."""
        *ended, last = drafted(without_open_marker(draft), given=len(self._given)) or (Drafted(""),)
        checked = self.of(ended)
        return SoFar(numbered(checked.supported), checked.unsupported, last.text)


def judged(sentence: Drafted, given: Sequence[Evidence], *, checker: Checker) -> tuple[Evidence, ...] | Unsupported:
    """What supports a sentence of the evidence that it names, else the first other evidence that does, else why not."""
    named = [given[number - 1] for number in sentence.numbers]
    why = [checker.reasons(sentence.text, one) for one in named]
    carrying = [one for one, reasons in zip(named, why, strict=True) if not reasons]
    if not carrying:
        others = (one for one in given if one not in named and not checker.reasons(sentence.text, one))
        carrying = list(islice(others, 1))
    if carrying:
        return tuple(carrying)
    # Where it names none, the nearest tells best what is wrong.
    nearest = max(given, key=lambda one: shared(sentence.text, one.text))
    reasons = why[0] if why else checker.reasons(sentence.text, nearest)
    return Unsupported(sentence.text, "; ".join(dict.fromkeys(reason.said for reason in reasons)))


def declines(sentence: str) -> bool:
    """Whether a sentence is the one refusal, however it is punctuated."""
    return words(sentence) == words(prompts.REFUSAL)
