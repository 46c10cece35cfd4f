"""Questions whose right sentence is known, put to a reader in the ways that its figures are about.

Each article's paragraphs are dealt to two libraries in turn, so that a question can be asked where its paragraph is
and where it is not; what is asked, and how it is found and read, is the product's own path.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from qa.absence import Signs
from qa.answer_type import lacks
from qa.assistant import Assistant
from qa.coverage import coverage
from qa.evaluation.datasets import Half, half_of
from qa.evidence import joined
from qa.reader import Reader
from qa.reading import as_read
from qa.training.corpus import Asked, Paragraph
from vectorstore.articles import read_text
from vectorstore.config import LibraryConfig
from vectorstore.embedding import Encoder
from vectorstore.given import Given
from vectorstore.library import Library
from vectorstore.outlets import OutletTable

CANDIDATES = 50
"""Sentences nearest to the question, out of all held-out paragraphs, among which the right one is looked for."""

Situation = Literal["in", "out", "near"]
"""The paragraph is in the library; it is not; it is, but does not answer (a near miss written by people)."""

Dealt = Literal["paragraphs", "articles"]
"""What was dealt to the two libraries."""
DEALT: tuple[Dealt, ...] = ("paragraphs", "articles")

Ways = dict[str, float]
"""A figure for each way of scoring: by the reader as the product joins it with the two others, by it alone, by the
encoder's cosine, by shared words."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whether each way puts a right sentence first: of the paragraph, and of the candidates (None: no right one)."""

    question: str
    half: Half
    answerable: bool
    paragraph: Ways | None
    candidates: Ways | None
    best: Ways
    """Each way's score of the best sentence of the paragraph."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One question as the product saw it in one library."""

    question: str
    half: Half
    situation: Situation
    dealt: Dealt
    signs: Signs
    cosine: float
    words: float


Progress = Callable[[int, int, str], None]


def chosen(
    asked: Sequence[Asked],
    paragraphs: Sequence[Paragraph],
    *,
    reader: Reader,
    encoder: Encoder,
    progress: Progress,
) -> Iterator[Chosen]:
    """For each question which sentence each way puts first, of its paragraph and of those nearest in all paragraphs."""
    places = [(paragraph, at) for paragraph in paragraphs for at in range(len(paragraph.sentences))]
    row = {place: number for number, place in enumerate(places)}
    vectors = encoder.encode([paragraph.sentences[at] for paragraph, at in places])
    questions = encoder.encode([one.question for one in asked])
    for number, one in enumerate(asked):
        progress(number, len(asked), "sentences")
        similar = vectors @ questions[number]
        own = [row[one.paragraph, at] for at in range(len(one.paragraph.sentences))]
        near = [int(place) for place in np.argsort(-similar)[:CANDIDATES]] if one.right else []
        spots = list(dict.fromkeys((*own, *near)))
        scores = dict(zip(spots, _scored(one.question, [places[spot] for spot in spots], reader), strict=True))
        words = dict(zip(spots, coverage(one.question, [_sentence(places[spot]) for spot in spots]), strict=True))
        cosines = {spot: float(similar[spot]) for spot in spots}
        product = {
            spot: joined(
                float(scores[spot]),
                similar=cosines[spot],
                lacking=lacks(one.question, _sentence(places[spot])),
            )
            for spot in spots
        }
        ways = {"reader": product, "reader alone": scores, "cosine": cosines, "words": words}
        right = {row[one.paragraph, at] for at in one.right}
        yield Chosen(
            question=one.question,
            half=half_of(one.question),
            answerable=bool(one.right),
            paragraph=_first(ways, own, right) if right else None,
            candidates=_first(ways, near, right) if right else None,
            best={way: max(float(by[spot]) for spot in own) for way, by in ways.items()},
        )


def looked(
    asked: Sequence[Asked],
    everything: Sequence[Paragraph],
    *,
    dealt: Dealt,
    reader: Reader,
    encoder: Encoder,
    progress: Progress,
) -> Iterator[Looked]:
    """Each question asked of both libraries, those that nothing answers only of the one that has their paragraph."""
    titles = sorted({paragraph.title for paragraph in everything})
    side = {
        paragraph: (number if dealt == "paragraphs" else titles.index(paragraph.title)) % 2
        for number, paragraph in enumerate(everything)
    }
    done = 0
    for half in (0, 1):
        held = [paragraph for paragraph in everything if side[paragraph] == half]
        with tempfile.TemporaryDirectory() as folder, _library(held, Path(folder), encoder) as library:
            vectors = encoder.encode([sentence for paragraph in held for sentence in paragraph.sentences])
            assistant = Assistant(library, reader=reader)
            for one in asked:
                done += 1
                progress(done, 2 * len(asked), f"libraries of {dealt}")
                inside = side[one.paragraph] == half
                if not (inside or one.right):
                    continue
                read = assistant.read(one.question)
                yield Looked(
                    question=one.question,
                    half=half_of(one.question),
                    situation=("in" if one.right else "near") if inside else "out",
                    dealt=dealt,
                    signs=read.signs,
                    cosine=float((vectors @ encoder.encode([one.question])[0]).max()) if len(vectors) else 0.0,
                    words=max(map(float, coverage(one.question, [said.text for said in read.sentences])), default=0.0),
                )


def _library(paragraphs: Sequence[Paragraph], folder: Path, encoder: Encoder) -> Library:
    outlets = OutletTable.load()
    library = Library.open(LibraryConfig(path=folder / "library"), encoder=encoder)
    library.add_articles(
        [
            read_text(
                " ".join(paragraph.sentences),
                source=f"{paragraph.title}/{number}",
                given=Given(title=paragraph.title.replace("_", " ")),
                outlets=outlets,
            )
            for number, paragraph in enumerate(paragraphs)
        ]
    )
    return library


def _sentence(place: tuple[Paragraph, int]) -> str:
    paragraph, at = place
    return paragraph.sentences[at]


def _scored(question: str, places: Sequence[tuple[Paragraph, int]], reader: Reader) -> NDArray[np.float32]:
    texts = [
        as_read(paragraph.sentences[at], paragraph.title.replace("_", " "), paragraph.sentences[at - 1] if at else "")
        for paragraph, at in places
    ]
    return reader.scores([(question, text) for text in texts])


def _first(ways: dict[str, dict[int, float]], spots: Sequence[int], right: set[int]) -> Ways:
    return {way: float(max(spots, key=lambda spot: by[spot]) in right) for way, by in ways.items()}
