"""All that the figures of a reader rest on, made once and kept: a run that was interrupted goes on."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from qa.absence import Signs
from qa.assistant import Assistant
from qa.evaluation import absent, reading, reading_cost
from qa.evaluation.absent import Answered, Withheld
from qa.evaluation.bench import Bench, BenchSettings, key
from qa.evaluation.reading import Chosen, Looked, Progress
from qa.evaluation.types import Dataset
from qa.reader import WEIGHTS, CrossEncoderReader, Reader, assembled
from qa.stored import plain, restored
from qa.training import corpus, folds
from qa.training.corpus import Asked
from vectorstore.embedding import Encoder

SEED = 17
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Fold:
    """What was seen of the articles held out of one training."""

    chosen: tuple[Chosen, ...]
    looked: tuple[Looked, ...]


def fold_rows(
    data: Path, weights: Path, kept: Path, *, questions: int, encoder: Encoder, progress: Progress
) -> list[Fold]:
    """The rows of all folds whose weights are there, each read with the weights that never saw its articles."""
    titles, everything = corpus.squad_titles(data), corpus.load(data)
    found: list[Fold] = []
    for fold in range(folds.FOLDS):
        folder = weights / f"fold-{fold}"
        if not (folder / WEIGHTS).exists():
            continue
        held = [title for title in titles if folds.fold_of(title, titles) == fold]
        asked = [one for one in everything.asked if one.paragraph.title in held]
        paragraphs = list(dict.fromkeys(one.paragraph for one in asked))
        drawn = _drawn([one for one in asked if one.right], questions)
        drawn += _drawn([one for one in asked if not one.right], questions // 2)
        reader = _reader(folder)
        chosen = _kept(
            kept / f"chosen-{fold}.jsonl",
            Chosen,
            reading.chosen(drawn, paragraphs, reader=reader, encoder=encoder, progress=progress),
        )
        looked: list[Looked] = []
        for dealt in reading.DEALT:
            looked += _kept(
                kept / f"looked-{dealt}-{fold}.jsonl",
                Looked,
                reading.looked(drawn, paragraphs, dealt=dealt, reader=reader, encoder=encoder, progress=progress),
            )
        found.append(Fold(tuple(chosen), tuple(looked)))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The packaged reader over data sets of articles, in libraries that are kept."""

    settings: BenchSettings
    encoder: Encoder
    reader: Reader
    kept: Path
    progress: Progress

    def withheld(self, dataset: Dataset) -> list[Withheld]:
        """The rows of questions whose evidence is taken away."""
        asked = [question for question in dataset.questions if question.answerable]
        path = self.kept / f"withheld-{key([question.text for question in asked])}.jsonl"
        with self._bench(dataset) as bench:
            assistant = Assistant(bench.library, reader=self.reader)
            return _kept(path, Withheld, absent.withheld(assistant, asked, progress=self.progress))

    def answered(self, dataset: Dataset) -> list[Answered]:
        """The rows of a question set; seconds, so they are not kept."""
        with self._bench(dataset) as bench:
            assistant = Assistant(bench.library, reader=self.reader)
            return list(absent.answered(assistant, dataset.questions, progress=self.progress))

    def told(self, dataset: Dataset) -> list[tuple[Signs, bool]]:
        """The signs of a question set's questions."""
        with self._bench(dataset) as bench:
            assistant = Assistant(bench.library, reader=self.reader)
            return list(absent.told(assistant, dataset.questions, progress=self.progress))

    def cost(self, dataset: Dataset) -> dict[str, Any]:
        """What reading costs on the questions of a set."""
        with self._bench(dataset) as bench:
            return reading_cost.measure(Assistant(bench.library, reader=self.reader), dataset.questions)

    def _bench(self, dataset: Dataset) -> Bench:
        return Bench(dataset, settings=self.settings, progress=self.progress, encoder=self.encoder)


def _reader(folder: Path) -> Reader:
    return CrossEncoderReader(assembled(folder), name=str(folder))


def _drawn(asked: list[Asked], most: int) -> list[Asked]:
    asked = sorted(asked, key=lambda one: one.id)
    random.Random(SEED).shuffle(asked)  # noqa: S311 - not for secrets
    return asked[:most]


def _kept(path: Path, kind: type[Row], made: Iterable[Row]) -> list[Row]:
    """The rows of a file, or where it is not there those that are made, written when they are all there."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        with partial.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(plain(row), ensure_ascii=False) + "\n" for row in made)
        partial.replace(path)
    return list(_read(path, kind))


def _read(path: Path, kind: type[Row]) -> Iterator[Row]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield restored(kind, json.loads(line))
