"""What a search costs beside its least: encoding the question and asking Chroma once."""

from __future__ import annotations

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


def search_cost(bench: Bench, *, system: str, repeats: int) -> dict[str, Any]:
    """Milliseconds a question for the system, for the least a search can do, for encoding and for the keyword leg."""
    questions = [question.text for question in bench.dataset.questions[:QUESTIONS]]
    ours = open_system(system, bench=bench)
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
                "search": lambda question: ours.search(question, limit=LIMIT),
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
        "system": system,
        "questions": len(questions),
        "repeats": repeats,
        "milliseconds": taken,
        "search_over_least": {
            name: round(taken["search"][name] / taken["least"][name], 3) for name in ("median", "p95")
        },
        "keywords_over_encode": round(taken["keywords"]["median"] / taken["encode"]["median"], 3),
    }
