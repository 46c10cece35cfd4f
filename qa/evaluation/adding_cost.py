"""What adding a data set costs beside encoding the same texts alone, and beside stock; and what removing costs."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.bench import Bench
from qa.evaluation.stock import StockIndex
from qa.evaluation.timing import in_turns, seconds
from vectorstore.embedding import Encoder
from vectorstore.library import Library


class RecordingEncoder:
    """The encoder it is given, keeping every list of texts that it was asked to encode."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name = encoder.name
        self.digest = encoder.digest
        self.precision = encoder.precision
        self.dimension = encoder.dimension
        self.max_tokens = encoder.max_tokens
        self.batches: list[list[str]] = []

    def count(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has."""
        return self._encoder.count(texts)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text."""
        self.batches.append(list(texts))
        return self._encoder.encode(texts)


def adding_cost(bench: Bench, *, repeats: int) -> dict[str, Any]:
    """Seconds to add the articles to an empty library, to encode the same texts in the same batches, to add to stock.

    Reading is not in it on either side: both are given the articles as text with their attribution. With it the seconds
    to remove one of the articles.
    """
    with TemporaryDirectory(dir=bench.folder()) as folder:
        fresh = (Path(folder) / str(number) for number in itertools.count())
        recording = RecordingEncoder(bench.encoder)
        recorded = next(fresh)
        _add(bench, recorded, recording)

        def encode() -> None:
            for batch in recording.batches:
                bench.encoder.encode(batch)

        taken = in_turns(
            {
                "add": lambda: _add(bench, next(fresh), bench.encoder),
                "encode": encode,
                "stock": _stock(bench, fresh.__next__),
            },
            repeats=repeats,
        )
        taken["remove one"] = _removals(bench, recorded, repeats=repeats)
    medians = {name: round(median(times), 3) for name, times in taken.items()}
    return {
        "articles": len(bench.dataset.articles),
        "texts": sum(len(batch) for batch in recording.batches),
        "repeats": repeats,
        "seconds": {name: [round(time, 3) for time in times] for name, times in taken.items()},
        "medians": medians,
        "add_over_encode": round(medians["add"] / medians["encode"], 3),
        "add_over_stock": round(medians["add"] / medians["stock"], 3),
    }


def _add(bench: Bench, folder: Path, encoder: Encoder) -> None:
    with Library.open(bench.library_config(folder), encoder=encoder) as library:
        library.add_articles(bench.dataset.articles)


def _removals(bench: Bench, folder: Path, *, repeats: int) -> list[float]:
    with Library.open(bench.library_config(folder), encoder=bench.encoder) as library:
        return [seconds(partial(library.remove, record.id)) for record in library.articles()[:repeats]]


def _stock(bench: Bench, fresh: Callable[[], Path]) -> Callable[[], None]:
    def add() -> None:
        index = StockIndex(fresh(), model=bench.settings.library.model)
        index.add(bench.dataset.articles)

    return add
