"""Questions and the sentences that answer them, from SQuAD 2.0, XQuAD and QNLI.

SQuAD 2.0: Rajpurkar et al. 2018, arXiv 1806.03822. XQuAD: Artetxe et al. 2020, arXiv 1910.11856. QNLI: Wang et al.
2018, arXiv 1804.07461. All three are made of the same Wikipedia articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

from qa.evaluation.files import json_lines, json_object
from qa.evaluation.squad import SquadFile, SquadParagraph
from vectorstore.sentences import sentences

SQUAD, XQUAD, QNLI = "squad2_dev.json", "xquad_en.json", "qnli.jsonl"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of an article as its sentences."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a paragraph. `right` are the places of the sentences that hold the answer; none: unanswerable.

    `answers` are the answers' words, in lower case, to know them elsewhere.
    """

    id: str
    question: str
    paragraph: Paragraph
    right: frozenset[int]
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A question and one sentence, from an article that is not named."""

    question: str
    sentence: str
    answers: bool


@dataclass(frozen=True, slots=True)
class Corpus:
    """All there is to learn from."""

    asked: tuple[Asked, ...]
    judged: tuple[Judged, ...]


class _Line(BaseModel):
    question: str
    sentence: str
    label: Literal["entailment", "not_entailment"]


def load(folder: Path) -> Corpus:
    """The three sets of a folder. ReadError names a file that is missing and a line that is wrong.

    XQuAD's paragraphs are left out where SQuAD has them.
    """
    squad = list(_asked(json_object(folder / SQUAD, SquadFile)))
    known = {one.question.strip().casefold() for one in squad}
    xquad = [one for one in _asked(json_object(folder / XQUAD, SquadFile)) if one.question.casefold() not in known]
    judged = tuple(
        Judged(line.question, line.sentence, line.label == "entailment")
        for _, line in json_lines(folder / QNLI, _Line)
        if line.question.strip().casefold() not in known
    )
    return Corpus((*squad, *xquad), judged)


def squad_titles(folder: Path) -> tuple[str, ...]:
    """The titles of SQuAD's articles."""
    return tuple(page.title for page in json_object(folder / SQUAD, SquadFile).data)


def letters(text: str) -> str:
    """The letters and digits of a text in lower case: two printings of one sentence have the same."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _asked(file: SquadFile) -> Iterator[Asked]:
    for page in file.data:
        for paragraph in page.paragraphs:
            yield from _of(page.title, paragraph)


def _of(title: str, paragraph: SquadParagraph) -> Iterator[Asked]:
    text = paragraph.context
    spans = sentences(text)
    cut = Paragraph(title, tuple(text[span.start : span.end] for span in spans))
    for asked in paragraph.qas:
        given = () if asked.is_impossible else asked.answers
        right = frozenset(
            place
            for answer in given
            for place, span in enumerate(spans)
            if span.start <= answer.answer_start and answer.answer_start + len(answer.text) <= span.end
        )
        # An answer that runs over the end of a sentence is in none of them.
        if bool(right) == bool(given):
            answers = tuple(dict.fromkeys(answer.text.casefold() for answer in given))
            yield Asked(asked.id, asked.question.strip(), cut, right, answers)
