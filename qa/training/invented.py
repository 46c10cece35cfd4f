"""Invented news: questions about articles of nobody's, and statements that do or don't follow from them.

What the public sets lack: questions as people ask them of news, near misses above all, sentences of news said in other
words, rightly and wrongly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from qa.evaluation.files import json_lines
from qa.training.corpus import Asked, Paragraph, letters
from qa.training.entailment import LABELS, Pair
from vectorstore.errors import ReadError
from vectorstore.sentences import sentences

FOLDER = Path(__file__).parent / "news"
"""Each article is a text file whose first line is its headline; beside it NAME.jsonl and NAME.statements.jsonl."""


@dataclass(frozen=True, slots=True)
class Invented:
    """What is learnt from invented news, besides the public sets."""

    asked: tuple[Asked, ...] = ()
    statements: tuple[Pair, ...] = ()


class _Question(BaseModel):
    """A question, each sentence that answers it, word for word, and the words of the answer where they are known."""

    question: str
    right: list[str]
    answer: str = ""


class _Statement(BaseModel):
    """What may or may not follow from a sentence, or two, of the article."""

    source: str
    statement: str
    follows: bool
    contradicts: bool = False


def load(folder: Path = FOLDER) -> Invented:
    """All articles of a folder. ReadError names a line whose answer or source the article does not have."""
    asked: list[Asked] = []
    statements: list[Pair] = []
    for path in sorted(folder.glob("*.txt")):
        title, _, text = path.read_text(encoding="utf-8").partition("\n")
        cut = Paragraph(title.strip(), tuple(text[span.start : span.end] for span in sentences(text)))
        asked += _questions(path, cut)
        statements += _statements(path.with_suffix(".statements.jsonl"), letters(text))
    return Invented(tuple(asked), tuple(statements))


def _questions(path: Path, article: Paragraph) -> Iterator[Asked]:
    known = {letters(sentence): place for place, sentence in enumerate(article.sentences)}
    for place, line in json_lines(path.with_suffix(".jsonl"), _Question):
        right = frozenset(_place(letters(said), known, error=place.error) for said in line.right)
        answers = (line.answer.casefold(),) if line.right and line.answer else ()
        yield Asked(f"{path.stem}-{place.line}", line.question.strip(), article, right, answers)


def _statements(path: Path, article: str) -> Iterator[Pair]:
    for place, line in json_lines(path, _Statement) if path.exists() else ():
        if not line.source.strip() or letters(line.source) not in article:
            raise place.error("its source does not stand in the article")
        if line.follows and line.contradicts:
            raise place.error("its statement can't both follow and contradict")
        # What does not follow may be contradicted or left open: only where it says so is that known.
        label = (
            LABELS.index("entailment") if line.follows else LABELS.index("contradiction") if line.contradicts else None
        )
        yield Pair(" ".join(line.statement.split()), " ".join(line.source.split()), label)


def _place(said: str, known: dict[str, int], *, error: Callable[[str], ReadError]) -> int:
    """The sentence that those letters are of: the whole of it, or all of it but what its quotation marks cut off."""
    if said in known:
        return known[said]
    inside = [place for sentence, place in known.items() if said and (said in sentence or sentence in said)]
    if len(inside) != 1:
        raise error("its answer is no sentence of the article")
    return inside[0]
