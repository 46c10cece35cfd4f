"""The systems that can be compared, each behind one small interface.

stock       LlamaIndex with Chroma, as its quick start has it
dense       the library's vectors alone
keywords    the library's keyword index alone
hybrid      both, fused
full        hybrid with question understanding
full-STEP   the same with one step switched off (`steps()` names them)
reranked    full, its first passages put in order by the best sentence of each, as the reader has it
answer      the assistant: the sentences it cites, and whether it declines
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Protocol

from qa.assistant import Assistant
from qa.evaluation.bench import Bench, key
from qa.evaluation.types import Outcome, Returned
from qa.retrieval import Retrieval, Steps
from vectorstore.errors import UsageError
from vectorstore.library import Library
from vectorstore.types import Hit

SYSTEMS = ("stock", "dense", "keywords", "hybrid", "full")
"""Compared when nothing is said, worst first by expectation; the last is the one that bars hold for."""

_LEGS = {"dense": ("dense",), "keywords": ("keywords",), "hybrid": ("dense", "keywords")}
_NOT_READ = -99.0
"""A score below any that is read."""
_AT_ONCE = 10
"""Articles that stock adds between two looks at the progress bar."""


class System(Protocol):
    """Something that returns passages for a question."""

    def search(self, question: str, *, limit: int) -> Outcome:
        """At most `limit` passages, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Legs:
    """The library's own search with some of its legs."""

    library: Library
    legs: tuple[str, ...]

    def search(self, question: str, *, limit: int) -> Outcome:
        """The library's hits."""
        return Outcome(returned=_returned(self.library.search(question, limit=limit, legs=self.legs).hits))


@dataclass(frozen=True, slots=True)
class Full:
    """Retrieval with question understanding, or with one step of it switched off."""

    retrieval: Retrieval
    steps: Steps

    def search(self, question: str, *, limit: int) -> Outcome:
        """The hits of the whole retrieval."""
        return Outcome(returned=_returned(self.retrieval.search(question, limit=limit, steps=self.steps).hits))


@dataclass(frozen=True, slots=True)
class Reranked:
    """The passages that the assistant reads, by the best sentence of each; those with none that is read come last."""

    assistant: Assistant

    def search(self, question: str, *, limit: int) -> Outcome:
        """The passages, with the score of that sentence."""
        read = self.assistant.read(question)
        best = [
            max(
                (
                    one.score
                    for one in read.sentences
                    if one.article.id == hit.article.id and hit.passage.start <= one.start < hit.passage.end
                ),
                default=_NOT_READ,
            )
            for hit in read.found.hits
        ]
        order = sorted(range(len(best)), key=lambda place: -best[place])[:limit]
        hits = [replace(read.found.hits[place], score=best[place]) for place in order]
        return Outcome(returned=_returned(hits))


@dataclass(frozen=True, slots=True)
class Answers:
    """The assistant: what it cites is what it returns, and it can decline."""

    assistant: Assistant

    def search(self, question: str, *, limit: int) -> Outcome:
        """The cited sentences in the order of the answer."""
        answer = self.assistant.ask(question)
        if answer.error is not None:
            raise UsageError(answer.error.message, next=answer.error.next, code=answer.error.code)
        cited = [citation for point in answer.points for citation in point.citations]
        returned = [
            Returned(source=one.source, start=one.start, end=one.end, text=one.quote, score=1 / rank)
            for rank, one in enumerate(cited[:limit], start=1)
        ]
        return Outcome(returned=tuple(returned), declined=answer.status == "not_in_sources")


def named(names: str) -> tuple[str, ...]:
    """The systems of a list such as `stock,full,full-dates`. UsageError for one that there is not."""
    asked = tuple(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))
    known = {*SYSTEMS, "reranked", "answer", *ablations()}
    for name in asked:
        if name not in known:
            raise UsageError(f"There is no system {name!r}.", next=f"Choose from {', '.join(sorted(known))}.")
    if not asked:
        raise UsageError("No system is named.", next=f"Say which: --systems {','.join(SYSTEMS)}.")
    return asked


def steps() -> tuple[str, ...]:
    """The steps of retrieval that can be switched off one by one."""
    return tuple(step.name for step in fields(Steps) if isinstance(step.default, bool))


def ablations() -> tuple[str, ...]:
    """`full` with one step switched off, for each step."""
    return tuple(f"full-{step}" for step in steps())


def settings(name: str) -> dict[str, object]:
    """What tells this system from another in a report: plain values."""
    if name == "stock":
        from qa.evaluation.stock import CHUNK_TOKENS, OVERLAP_TOKENS

        return {"chunk_tokens": CHUNK_TOKENS, "overlap_tokens": OVERLAP_TOKENS}
    if name in _LEGS:
        return {"legs": list(_LEGS[name])}
    return asdict(_steps(name)) if name.startswith("full") else {}


def open_system(name: str, *, bench: Bench) -> System:
    """The system of that name over the bench's data set, built if it is not kept."""
    if name == "stock":
        return _stock(bench)
    if name in _LEGS:
        return Legs(library=bench.library, legs=_LEGS[name])
    if name == "answer":
        return Answers(assistant=Assistant(bench.library))
    if name == "reranked":
        return Reranked(assistant=Assistant(bench.library))
    return Full(retrieval=Retrieval(bench.library), steps=_steps(name))


def _steps(name: str) -> Steps:
    off = name.removeprefix("full").removeprefix("-")
    return replace(Steps(), **{off: False}) if off else Steps()


def _stock(bench: Bench) -> System:
    from qa.evaluation.stock import StockIndex

    model = bench.settings.library.model
    folder = bench.folder("stock", key(bench.dataset.digest, model, settings("stock")))
    built = folder / "built"
    if not built.exists():
        # What an interrupted build left can't be told from what it lacks.
        shutil.rmtree(folder / "store", ignore_errors=True)
    index = StockIndex(folder / "store", model=model)
    if not built.exists():
        articles = bench.dataset.articles
        for start in range(0, len(articles), _AT_ONCE):
            bench.report(start, len(articles), articles[start].source)
            index.add(articles[start : start + _AT_ONCE])
        built.touch()
    return index


def _returned(hits: Sequence[Hit]) -> tuple[Returned, ...]:
    return tuple(
        Returned(
            source=hit.article.source,
            start=hit.passage.start,
            end=hit.passage.end,
            text=hit.passage.text,
            score=hit.score,
        )
        for hit in hits
    )
