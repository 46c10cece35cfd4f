"""Evaluation as a product: how well retrieval finds what answers a question, on a user's own questions or a benchmark.

what is asked       load_dataset, choose    question sets, MultiHop-RAG, BEIR, SQuAD; a half, a sample
who is asked        Bench, named            a library built once and kept; the systems, steps switched off
what came of it     run                     each result judged and kept as it is made
how good that is    summarise, compare      figures with intervals; differences on the same questions
what is better      tune                    every setting of a grid, put to several sets
what is shown       build, write            JSON, Markdown, a picture; bars and the README stand on the JSON
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_PUBLIC = {
    "load_dataset": "datasets",
    "choose": "datasets",
    "Bench": "bench",
    "BenchSettings": "bench",
    "named": "systems",
    "run": "runs",
    "summarise": "figures",
    "compare": "figures",
    "tune": "tuning",
    "build": "report",
    "write": "writing",
}

__all__ = list(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PUBLIC[name]}"), name)
