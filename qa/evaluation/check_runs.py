"""How well the check of a sentence against its source catches planted errors, and what it wrongly leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from pydantic import BaseModel

from qa.checking import Checker
from qa.evaluation.datasets import Half, half_of
from qa.evaluation.files import json_lines
from qa.evaluation.planting import KINDS, Pair, plant
from qa.evaluation.rewording import RULES, reworded
from qa.training.entailment import LABELS, MNLI, pairs
from qa.types import Evidence
from vectorstore.sentences import sentences
from vectorstore.types import Article, ArticleRecord, Attribute

SHORTEST, LONGEST = 6, 45
"""Words. Shorter sentences say too little, longer ones are lists."""


class _Reworded(BaseModel):
    """A sentence of an article, by its place in the article's text, said in other words."""

    source: str
    start: int
    end: int
    reworded: str


def evidence_of(articles: Sequence[Article], *, half: Half) -> list[list[Evidence]]:
    """The sentences of each article's story as evidence; the halves are of articles, by a hash of their source."""
    return [_sentences(article) for article in articles if half in ("all", half_of(article.source)) and article.story]


def measure(articles: Sequence[Sequence[Evidence]], *, checker: Checker, each: int) -> dict[str, Any]:
    """Caught errors by kind, with the exact checks alone and with all layers, and what is wrongly left out."""
    planted = plant(articles, each=each)
    everything = [one for article in articles for one in article]
    began = perf_counter()
    kinds = {kind: _caught([pair for pair in planted if pair.kind == kind], checker) for kind in KINDS}
    checked = 2 * len(planted)
    seconds = perf_counter() - began
    return {
        "kinds": kinds,
        "wrongly_left_out": _left_out(everything, checker, each=each),
        "milliseconds_a_check": round(1000 * seconds / max(1, checked), 3),
        "articles": len(articles),
    }


def measure_entailed(data: Path, *, checker: Checker, most: int) -> dict[str, Any]:
    """Of MNLI's pairs that are held out of the training, in the folder it learns from, the share let pass, by label."""
    by_label: dict[str, list[bool]] = {label: [] for label in LABELS}
    record = _record(Article(source=MNLI, text=""))
    for pair in pairs(data, MNLI, held=True):
        if pair.label is None:
            continue  # of it is only known that it does not follow
        found = by_label[LABELS[pair.label]]
        if len(found) < most:
            evidence = Evidence(record, 0, len(pair.source), pair.source, 1.0)
            found.append(not checker.reasons(pair.statement, evidence))
    return {label: {"pairs": len(found), "passed": _share(found)} for label, found in by_label.items()}


def measure_reworded(
    path: Path, articles: Sequence[Sequence[Evidence]], *, checker: Checker
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Of rewordings by hand (a JSON object a line: source, start, end, reworded) the share left out; and which, why.

    Those of articles that are not among these are passed over.
    """
    known = {(one.article.source, one.start, one.end): one for article in articles for one in article}
    told: list[bool] = []
    lost: list[dict[str, str]] = []
    for _, line in json_lines(path, _Reworded):
        evidence = known.get((line.source, line.start, line.end))
        if evidence is None:
            continue
        why = [f"{reason.layer}: {reason.said}" for reason in checker.reasons(line.reworded, evidence)]
        told.append(bool(why))
        if why:
            lost.append({"kind": "by hand", "left_out": line.reworded, "source": evidence.text, "why": "; ".join(why)})
    return {"sentences": len(told), "left_out": _share(told)}, lost


def exceptions(articles: Sequence[Sequence[Evidence]], *, checker: Checker, each: int) -> list[dict[str, str]]:
    """Every planted error that is not caught, and every right sentence that is left out, to be looked at."""
    found = []
    for pair in plant(articles, each=each):
        if not checker.reasons(pair.wrong, pair.evidence):
            found.append({"kind": pair.kind, "not_caught": pair.wrong, "source": pair.evidence.text})
        for reason in checker.reasons(pair.right, pair.evidence):
            found.append({"kind": pair.rule, "left_out": pair.right, "source": pair.evidence.text, "why": reason.said})
    return found


def _caught(pairs: Sequence[Pair], checker: Checker) -> dict[str, Any]:
    wrong = [{reason.layer for reason in checker.reasons(pair.wrong, pair.evidence)} for pair in pairs]
    right = [bool(checker.reasons(pair.right, pair.evidence)) for pair in pairs]
    return {
        "pairs": len(pairs),
        "caught": _share([bool(layers) for layers in wrong]),
        "caught_by_exact_checks": _share([bool(layers - {"words", "entailment"}) for layers in wrong]),
        "caught_by_words": _share(["words" in layers for layers in wrong]),
        "right_left_out": _share(right),
    }


def _left_out(everything: Sequence[Evidence], checker: Checker, *, each: int) -> dict[str, Any]:
    """Of sentences as they were printed, and of rewordings by each rule, the share that is left out."""
    shown: dict[str, Any] = {}
    verbatim = [bool(checker.reasons(one.text, one)) for one in everything[:: max(1, len(everything) // 2_000)]]
    shown["verbatim"] = {"sentences": len(verbatim), "left_out": _share(verbatim)}
    total: list[bool] = []
    for rule in RULES:
        found = []
        for one in everything:
            changed = reworded(one.text, rule=rule, outlet=one.article.outlet)
            if changed is not None:
                found.append(bool(checker.reasons(changed, one)))
            if len(found) == each:
                break
        shown[rule] = {"sentences": len(found), "left_out": _share(found)}
        total += found
    shown["rewordings"] = {"sentences": len(total), "left_out": _share(total)}
    return shown


def _share(found: Sequence[bool]) -> float | None:
    return round(sum(found) / len(found), 4) if found else None


def _sentences(article: Article) -> list[Evidence]:
    record = _record(article)
    spans = [span for story in article.story for span in sentences(article.text, story.start, story.end)]
    found = [Evidence(record, span.start, span.end, article.text[span.start : span.end], 1.0) for span in spans]
    return [one for one in found if SHORTEST <= len(one.text.split()) <= LONGEST]


def _record(article: Article) -> ArticleRecord:
    return ArticleRecord(
        id=article.source,
        revision="",
        source=article.source,
        root=article.root,
        title=_value(article.title) or "",
        outlet=_value(article.outlet),
        outlet_basis=article.outlet.basis if article.outlet else "",
        authors=tuple(author.value for author in article.authors),
        published=_value(article.published),
        updated=_value(article.updated),
        dateline=_value(article.dateline),
        url=_value(article.url),
        credits=(),
        passages=0,
        characters=len(article.text),
        added="",
    )


def _value(stated: Attribute | None) -> str | None:
    return stated.value if stated else None
