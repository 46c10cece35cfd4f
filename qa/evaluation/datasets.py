"""A data set from what a path holds, and the parts of one that are evaluated: a half, a sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Literal

from qa.evaluation.beir import read_beir_corpus, read_beir_questions
from qa.evaluation.multihop import read_multihop_corpus, read_multihop_questions
from qa.evaluation.question_sets import read_question_set
from qa.evaluation.squad import read_squad
from qa.evaluation.types import Dataset, Format, Question
from vectorstore.config import LibraryConfig
from vectorstore.errors import ReadError, UsageError
from vectorstore.files import incoming
from vectorstore.outlets import OutletTable
from vectorstore.types import Article

Half = Literal["choose", "report", "all"]

LEFT_OUT = "left out"
"""The kind of a question whose evidence was taken away."""

_FORMATS = (
    "a question set (FILE.jsonl with --articles DIR), MultiHop-RAG (a folder with corpus.json and its questions), "
    "BEIR (a folder with corpus.jsonl, queries.jsonl and qrels/) or SQuAD 2.0 (FILE.json)"
)


def load_dataset(
    path: Path, *, questions: Path | None = None, articles: Path | None = None, outlets: OutletTable
) -> Dataset:
    """The data set at `path`, its format told from the files that are there.

    `questions` chooses the questions where a folder has several files of them; `articles` is the folder of a question
    set's articles. UsageError says what is missing, ReadError names the wrong line.
    """
    if (path / "corpus.json").is_file():
        return _multihop(path, questions or _only(path, ("queries*.json", "MultiHopRAG*.json")), outlets)
    if (path / "corpus.jsonl").is_file():
        return _beir(path, questions or _qrels(path), outlets)
    if path.suffix == ".jsonl":
        return _question_set(path, articles, outlets)
    if path.suffix == ".json":
        return _squad(path, outlets)
    if not path.exists():
        raise UsageError(f"There is no {path}.", next=f"A data set is {_FORMATS}.")
    raise UsageError(f"{path} is no data set that is known here.", next=f"A data set is {_FORMATS}.")


def articles_alone(path: Path, *, outlets: OutletTable) -> Dataset:
    """The articles at `path` as a data set that asks nothing yet. ReadError when there are none."""
    articles = read_articles(path, outlets=outlets)
    if not articles:
        raise ReadError(f"{path} holds no articles.", next="Name a folder of articles.")
    return Dataset(
        name=path.resolve().name, format="question set", articles=articles, questions=(), digest=_digest(articles)
    )


def read_articles(path: Path, *, outlets: OutletTable) -> tuple[Article, ...]:
    """The articles at `path`: MultiHop-RAG's, or those of a folder of files."""
    if (path / "corpus.json").is_file():
        return read_multihop_corpus(path / "corpus.json", outlets=outlets)
    return _read_folder(path, outlets)


def half_of(question: str) -> Half:
    """The half a question belongs to by a hash of its text: the same wherever and in whatever file it stands."""
    return "report" if int(sha256(question.encode()).hexdigest(), 16) % 2 else "choose"


def choose(dataset: Dataset, *, half: Half = "all", sample: int | None = None) -> Dataset:
    """The same articles with fewer questions: one half, of it a sample drawn by hash (the same on each run)."""
    questions = [question for question in dataset.questions if half in ("all", half_of(question.text))]
    if sample is not None and sample < len(questions):
        drawn = set(sorted(questions, key=lambda question: _draw(question.text))[:sample])
        questions = [question for question in questions if question in drawn]
    if not questions:
        raise UsageError(f"No question of {dataset.name} is left to ask.", next="Choose --half all, or a larger set.")
    return replace(dataset, questions=tuple(questions))


def leave_out(dataset: Dataset, *, share: float) -> Dataset:
    """The data set without a share of the articles that answer, drawn by hash, so that some questions have no answer.

    A question all of whose evidence went is of the kind LEFT_OUT and has no gold; one that lost only some is dropped.
    Unlike questions that were written to have no answer, these can't be told by their wording.
    """
    sources = sorted({gold.source for question in dataset.questions for gold in question.gold}, key=_draw)
    gone = set(sources[: round(share * len(sources))])
    questions = []
    for question in dataset.questions:
        lost = sum(gold.source in gone for gold in question.gold)
        if lost == 0:
            questions.append(question)
        elif lost == len(question.gold):
            questions.append(replace(question, kind=LEFT_OUT, gold=()))
    articles = tuple(article for article in dataset.articles if article.source not in gone)
    return replace(dataset, articles=articles, questions=tuple(questions), digest=_digest(articles))


def _draw(text: str) -> str:
    return sha256(f"draw {text}".encode()).hexdigest()


def _multihop(path: Path, questions: Path, outlets: OutletTable) -> Dataset:
    articles = read_multihop_corpus(path / "corpus.json", outlets=outlets)
    asked = read_multihop_questions(questions, sources={article.source for article in articles})
    return _dataset(path, "MultiHop-RAG", articles, asked)


def _beir(path: Path, qrels: Path, outlets: OutletTable) -> Dataset:
    articles = read_beir_corpus(path / "corpus.jsonl", outlets=outlets)
    return _dataset(path, "BEIR", articles, read_beir_questions(path / "queries.jsonl", qrels=qrels))


def _question_set(path: Path, folder: Path | None, outlets: OutletTable) -> Dataset:
    if folder is None:
        raise UsageError(f"The question set {path} needs its articles.", next="Say where they are: --articles DIR.")
    articles = _read_folder(folder, outlets)
    asked = read_question_set(path, articles={article.source: article for article in articles})
    return _dataset(path, "question set", articles, asked)


def _squad(path: Path, outlets: OutletTable) -> Dataset:
    articles, asked = read_squad(path, outlets=outlets)
    return _dataset(path, "SQuAD", articles, asked)


def _read_folder(folder: Path, outlets: OutletTable) -> tuple[Article, ...]:
    items, _ = incoming([folder], outlets=outlets, max_bytes=LibraryConfig(path=folder).max_article_bytes)
    articles = []
    for item in items:
        if isinstance(item, Article):
            articles.append(item)
        elif item.outcome == "refused":
            raise ReadError(f"{folder / item.source} can't be read: {item.reason}", next="Mend or remove it.")
    return tuple(articles)


def _dataset(path: Path, format: Format, articles: Sequence[Article], questions: tuple[Question, ...]) -> Dataset:
    if not articles or not questions:
        lacking = "questions" if articles else "articles"
        raise ReadError(f"{path} holds no {lacking}.", next=f"A data set is {_FORMATS}.")
    return Dataset(
        name=path.stem or path.resolve().name,
        format=format,
        articles=tuple(articles),
        questions=questions,
        digest=_digest(articles),
    )


def _digest(articles: Sequence[Article]) -> str:
    digest = sha256()
    for article in articles:
        digest.update(repr(article).encode())
    return digest.hexdigest()[:12]


def _only(folder: Path, patterns: Sequence[str]) -> Path:
    found = sorted(path for pattern in patterns for path in folder.glob(pattern))
    if len(found) == 1:
        return found[0]
    names = ", ".join(path.name for path in found) or "none"
    raise UsageError(
        f"{folder} should hold one file of questions; found {names}.", next="Choose one: --questions FILE."
    )


def _qrels(folder: Path) -> Path:
    usual = folder / "qrels" / "test.tsv"
    return usual if usual.is_file() else _only(folder / "qrels", ("*.tsv",))
