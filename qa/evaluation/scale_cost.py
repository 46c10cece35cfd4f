"""How search holds up in a library of 100,000 passages: the corpus repeated under other names, with made-up vectors.

Each size is searched in a process of its own, which tells its memory.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.bench import PACKAGES, Bench, key
from qa.evaluation.timing import per_question, seconds
from qa.retrieval import Retrieval
from vectorstore.config import LibraryConfig
from vectorstore.embedding import Encoder, load_encoder
from vectorstore.errors import BylineError
from vectorstore.library import Library
from vectorstore.types import Article, Attribute, Filters

SIZES = (6_000, 100_000)
"""Passages."""

QUESTIONS = 50
LIMIT = 20


class MadeUpEncoder:
    """Encodes a question for real and makes up the vectors of passages: unit vectors drawn by a hash of the text."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name = encoder.name
        self.digest = encoder.digest
        self.precision = encoder.precision
        self.dimension = encoder.dimension
        self.max_tokens = encoder.max_tokens

    def count(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has."""
        return self._encoder.count(texts)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text."""
        return np.array([_made_up(text, self.dimension) for text in texts], dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What the searching process is told, as JSON on its standard input."""

    library: str
    model: str
    passage_tokens: int
    outlet: str | None
    days: tuple[str, str] | None
    questions: list[str]
    repeats: int


def scale_cost(bench: Bench, *, repeats: int, sizes: Sequence[int] = SIZES) -> dict[str, Any]:
    """For each size: milliseconds a search without a filter, by an outlet, by days, and as a question asks for it.

    With it the process's memory, and the first search by the outlet. The two filters are compared with a search without
    one: at the largest size they are to cost little more than that does at the smallest.
    """
    questions = [question.text for question in bench.dataset.questions[:QUESTIONS]]
    measured = [_measured(bench, passages, questions, repeats) for passages in sizes]
    smallest, largest = measured[0]["milliseconds"], measured[-1]["milliseconds"]
    over = {
        name: round(times["median"] / smallest["full" if name == "full" else "search"]["median"], 3)
        for name, times in largest.items()
    }
    return {"questions": len(questions), "repeats": repeats, "sizes": measured, "largest_over_smallest": over}


def _measured(bench: Bench, passages: int, questions: list[str], repeats: int) -> dict[str, Any]:
    folder = bench.folder("scale", key(bench.library_key(), passages))
    config = bench.library_config(folder / "library")
    if not (folder / "built").exists():
        with Library.open(config, encoder=MadeUpEncoder(bench.encoder)) as library:
            library.add_articles(list(_copies(bench, passages)), progress=bench.progress)
        (folder / "built").touch()
    outlets = Counter(article.outlet.value for article in bench.dataset.articles if article.outlet)
    days = sorted(article.published.value[:10] for article in bench.dataset.articles if article.published)
    asking = Asking(
        library=str(config.path),
        model=config.model,
        passage_tokens=config.passage_tokens,
        outlet=outlets.most_common(1)[0][0] if outlets else None,
        # About a tenth of the articles.
        days=(days[len(days) // 2], days[len(days) * 6 // 10]) if days else None,
        questions=questions,
        repeats=repeats,
    )
    # Our own module in our own interpreter; nothing of the data set is on the command line.
    done = subprocess.run(
        [sys.executable, "-m", "qa.evaluation.scale_cost"],
        input=json.dumps(asdict(asking)),
        capture_output=True,
        text=True,
        check=False,
        cwd=PACKAGES,
    )
    if done.returncode:
        raise BylineError(f"Searching {passages} passages failed: {done.stderr.strip()[-400:]}")
    return dict(json.loads(done.stdout))


def _copies(bench: Bench, passages: int) -> Iterator[Article]:
    """The data set's articles over and over, to about `passages`: each copy under a source and a title of its own."""
    held = sum(record.passages for record in bench.library.articles())
    per_article = held / len(bench.dataset.articles)
    for number in range(round(passages / per_article)):
        article = bench.dataset.articles[number % len(bench.dataset.articles)]
        copy = number // len(bench.dataset.articles)
        title = f"{article.title.value if article.title else article.source}, copy {copy}"
        yield replace(article, source=f"{copy}/{article.source}", title=Attribute(value=title, basis="given"))


def _made_up(text: str, dimension: int) -> NDArray[np.float32]:
    drawn = np.random.default_rng(int.from_bytes(sha256(text.encode()).digest()[:8])).standard_normal(dimension)
    return (drawn / np.linalg.norm(drawn)).astype(np.float32)


def _search(asking: Asking) -> dict[str, Any]:
    config = LibraryConfig(path=Path(asking.library), model=asking.model, passage_tokens=asking.passage_tokens)
    by_outlet = Filters(outlets=(asking.outlet,) if asking.outlet else ())
    first, last = (date.fromisoformat(day) for day in asking.days) if asking.days else (None, None)
    with Library.open(config, encoder=load_encoder(asking.model)) as library:
        # What a process does once is not in it: loading the encoder and opening Chroma's vectors.
        library.search(asking.questions[0], limit=LIMIT)
        cold = 1000 * seconds(lambda: library.search(asking.questions[0], limit=LIMIT, filters=by_outlet))
        taken = per_question(
            {
                "search": partial(library.search, limit=LIMIT),
                "by outlet": partial(library.search, limit=LIMIT, filters=by_outlet),
                "by days": partial(library.search, limit=LIMIT, filters=Filters(after=first, before=last)),
                "full": partial(Retrieval(library).search, limit=LIMIT),
            },
            asking.questions,
            repeats=asking.repeats,
        )
        records = library.articles()
    # Kilobytes on Linux, bytes on macOS.
    unit = 1 if sys.platform == "darwin" else 1024
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    return {
        "passages": sum(record.passages for record in records),
        "articles": len(records),
        "outlet": asking.outlet,
        "days": asking.days,
        "milliseconds": taken,
        "first_milliseconds": round(cold, 1),
        "memory_mb": round(memory / 1e6),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_search(Asking(**json.load(sys.stdin)))))
