"""What a search costs beside its least: encoding the question and asking Chroma once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from qa.evaluation.bench import Bench
from qa.evaluation.runs import LIMIT
from qa.evaluation.systems import open_system
from qa.evaluation.timing import per_question
from vectorstore import manifest as manifests
from vectorstore.chroma import ChromaStore
from vectorstore.errors import LibraryDamaged
from vectorstore.keywords import Keywords

QUESTIONS = 100
"""How many of the data set's questions are searched in each round."""

KEYWORD_DEPTH = 100


def search_cost(bench: Bench, *, systems: Sequence[str], repeats: int) -> dict[str, Any]:
    """Milliseconds a question for each system, for the least a search can do, for encoding and for the keyword leg."""
    questions = [question.text for question in bench.dataset.questions[:QUESTIONS]]
    folder = bench.library.config.path
    current = manifests.load(folder)
    keywords = Keywords.open(folder / current.store) if current else None
    if current is None or keywords is None:
        raise LibraryDamaged(f"The library in {folder} has no keyword index.", next="Remove it and run again.")
    store = ChromaStore.open(folder / current.store)
    encoder = bench.encoder
    try:
        taken = per_question(
            {
                **{name: partial(open_system(name, bench=bench).search, limit=LIMIT) for name in systems},
                "least": lambda question: store.nearest(encoder.encode([question])[0], limit=LIMIT),
                "encode": lambda question: encoder.encode([question]),
                "keywords": lambda question: keywords.search(question, limit=KEYWORD_DEPTH),
            },
            questions,
            repeats=repeats,
        )
    finally:
        store.close()
    return {
        "systems": list(systems),
        "questions": len(questions),
        "repeats": repeats,
        "milliseconds": taken,
        "over_least": {
            system: {name: round(taken[system][name] / taken["least"][name], 3) for name in ("median", "p95")}
            for system in systems
        },
        "keywords_over_encode": round(taken["keywords"]["median"] / taken["encode"]["median"], 3),
    }
