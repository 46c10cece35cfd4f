"""Data sets of each format out of small files; what is wrong with one is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qa.evaluation.datasets import choose, half_of, leave_out, load_dataset
from qa.evaluation.types import Dataset, DocumentGold, FactGold, SpanGold
from vectorstore.errors import ReadError, UsageError
from vectorstore.outlets import OutletTable

BODY = "The bridge fell on Monday.\n\nNobody was hurt, the mayor said."
ENTRY = {
    "title": "Bridge falls",
    "author": "Jane Doe",
    "source": "The Verge",
    "published_at": "2023-10-04T08:00:00+00:00",
    "category": "news",
    "url": "https://example.org/bridge",
    "body": BODY,
}
QUERY = {
    "query": "What fell?",
    "answer": "The bridge",
    "question_type": "inference_query",
    "evidence_list": [{"url": ENTRY["url"], "fact": "The bridge fell on Monday."}],
}
NULL = {"query": "Who won?", "answer": "Insufficient information.", "question_type": "null_query", "evidence_list": []}


def load(path: Path, **places: Path) -> Dataset:
    return load_dataset(path, outlets=OutletTable.load(), **places)


def multihop(folder: Path, *, corpus: Any = (ENTRY,), queries: Any = (QUERY, NULL)) -> Path:
    (folder / "corpus.json").write_text(json.dumps(list(corpus), indent=1))
    (folder / "queries.json").write_text(json.dumps(list(queries), indent=1))
    return folder


def question_set(folder: Path, *lines: dict[str, Any]) -> Path:
    (folder / "articles").mkdir()
    (folder / "articles" / "a.txt").write_text(BODY)
    path = folder / "set.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def asked(**changes: Any) -> dict[str, Any]:
    answer = {"source": "a.txt", "start": 0, "end": 26, "quote": BODY[:26]}
    return {"id": "1", "question": "What fell?", "kind": "fact", "answers": [answer]} | changes


def beir(folder: Path, *, qrels: str) -> Path:
    documents = [
        {"_id": "d1", "title": "T", "text": BODY},
        {"_id": "d2", "title": "", "text": "Else."},
        {"_id": "d3", "text": " "},
    ]
    queries = [{"_id": "q1", "text": "What fell?"}, {"_id": "q2", "text": "Not judged?"}]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, documents)))
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    (folder / "qrels").mkdir()
    (folder / "qrels" / "test.tsv").write_text(qrels)
    return folder


def test_multihop_articles_say_what_their_entry_says(tmp_path: Path) -> None:
    article = load(multihop(tmp_path)).articles[0]
    assert article.text == BODY
    assert article.source == ENTRY["url"]
    said = (article.title, article.outlet, article.published, article.url, *article.authors)
    assert [attribute.value for attribute in said if attribute] == [
        "Bridge falls",
        "The Verge",
        "2023-10-04T08:00:00+00:00",
        ENTRY["url"],
        "Jane Doe",
    ]
    assert {attribute.basis for attribute in said if attribute} == {"given"}


def test_multihop_questions_have_facts_and_null_questions_none(tmp_path: Path) -> None:
    answerable, null = load(multihop(tmp_path)).questions
    assert (answerable.kind, answerable.gold) == ("inference", (FactGold(ENTRY["url"], "The bridge fell on Monday."),))
    assert (null.kind, null.gold, null.answerable) == ("null", (), False)


def test_several_files_of_questions_want_a_choice(tmp_path: Path) -> None:
    multihop(tmp_path)
    (tmp_path / "queries_more.json").write_text(json.dumps([NULL]))
    with pytest.raises(UsageError, match=r"found queries\.json, queries_more\.json. Choose one: --questions FILE"):
        load(tmp_path)
    assert len(load(tmp_path, questions=tmp_path / "queries_more.json").questions) == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"corpus": [ENTRY, ENTRY | {"url": "https://example.org/b", "body": 5}]},
            r"corpus\.json, line 11: body: input",
        ),
        ({"corpus": [ENTRY, ENTRY]}, r"corpus\.json, line 11: the article https://example\.org/bridge came before"),
        ({"corpus": [ENTRY | {"published_at": "someday"}]}, r"corpus\.json, line 2: published: .*someday"),
        ({"queries": [NULL, QUERY | {"evidence_list": [{"url": "x", "fact": "y"}]}]}, r"line 8: no article has .* x"),
        ({"queries": [NULL | {"query": ""}]}, r"queries\.json, line 2: query: string should have at least 1 char"),
    ],
)
def test_a_wrong_entry_of_multihop_is_named(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ReadError, match=message):
        load(multihop(tmp_path, **changes))


def test_a_question_set_has_spans_of_its_articles(tmp_path: Path) -> None:
    path = question_set(tmp_path, asked(), asked(id="2", answers=[], kind="near miss", near_miss=True))
    answerable, unanswerable = load(path, articles=tmp_path / "articles").questions
    assert answerable.gold == (SpanGold("a.txt", 0, 26),)
    assert not unanswerable.answerable


def test_a_question_set_without_its_articles_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--articles DIR"):
        load(question_set(tmp_path, asked()))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (asked(), "line 2: the id '1' came before"),
        (
            asked(id="2", answers=[{"source": "b.txt", "start": 0, "end": 1, "quote": "T"}]),
            "line 2: no article .*'b.txt'",
        ),
        (
            asked(id="2", answers=[{"source": "a.txt", "start": 0, "end": 3, "quote": "Tho"}]),
            "line 2: a.txt has 'The' at 0:3",
        ),
        (asked(id="2", kind=""), "line 2: kind: string should have at least 1 character"),
        ({"id": "2"}, "line 2: question: field required"),
    ],
)
def test_a_wrong_line_of_a_question_set_is_named(tmp_path: Path, line: dict[str, Any], message: str) -> None:
    with pytest.raises(ReadError, match=message):
        load(question_set(tmp_path, asked(), line), articles=tmp_path / "articles")


def test_beir_has_graded_documents(tmp_path: Path) -> None:
    found = load(beir(tmp_path, qrels="query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq1\tgone\t1\n"))
    assert [article.source for article in found.articles] == ["d1", "d2"]
    assert [question.gold for question in found.questions] == [(DocumentGold("d1", 2), DocumentGold("gone", 1))]


@pytest.mark.parametrize(
    ("qrels", "message"),
    [
        ("q1\td1\n", "line 1: expected query"),
        ("q1\td1\t1\nq1\td2\tgood\n", "line 2: the grade 'good' is no whole number"),
    ],
)
def test_a_wrong_line_of_qrels_is_named(tmp_path: Path, qrels: str, message: str) -> None:
    with pytest.raises(ReadError, match=rf"test\.tsv, {message}"):
        load(beir(tmp_path, qrels=qrels))


def test_squad_paragraphs_are_articles(tmp_path: Path) -> None:
    asked = [
        {
            "id": "1",
            "question": "What fell?",
            "answers": [{"text": "bridge", "answer_start": 4}],
            "is_impossible": False,
        },
        {"id": "2", "question": "Who won?", "answers": [], "is_impossible": True},
    ]
    page = {"title": "The_Bridge", "paragraphs": [{"context": BODY, "qas": asked}]}
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"data": [page]}))
    found = load(path)
    assert (found.articles[0].source, found.articles[0].text) == ("The_Bridge/1", BODY)
    assert found.articles[0].title is not None
    assert found.articles[0].title.value == "The Bridge"
    assert [question.gold for question in found.questions] == [(SpanGold("The_Bridge/1", 4, 10),), ()]


@pytest.mark.parametrize("name", ["nowhere", "nowhere.txt"])
def test_what_is_not_there_is_named_with_what_would_do(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"There is no .*nowhere.* MultiHop-RAG"):
        load(tmp_path / name)
    (tmp_path / name).mkdir()
    with pytest.raises(UsageError, match="is no data set"):
        load(tmp_path / name)


def test_the_digest_is_of_the_articles_alone(tmp_path: Path) -> None:
    first = load(multihop(tmp_path)).digest
    assert load(multihop(tmp_path, queries=[NULL])).digest == first
    assert load(multihop(tmp_path, corpus=[ENTRY | {"author": None}])).digest != first


def test_the_halves_part_the_questions_by_their_text_alone(tmp_path: Path) -> None:
    queries = [NULL | {"query": f"Question {number}?"} for number in range(40)]
    whole = load(multihop(tmp_path, queries=queries))
    halves = [choose(whole, half=half).questions for half in ("choose", "report")]
    assert sorted(question.id for half in halves for question in half) == sorted(one.id for one in whole.questions)
    assert min(len(half) for half in halves) > 8
    # The hash of these two, modulo 2, worked out apart from this code.
    assert half_of("What fell?") == "choose"
    assert half_of("Who won?") == "report"


def test_a_sample_is_the_same_each_time_and_in_the_order_of_the_file(tmp_path: Path) -> None:
    whole = load(multihop(tmp_path, queries=[NULL | {"query": f"Question {number}?"} for number in range(40)]))
    five, ten = choose(whole, sample=5).questions, choose(whole, sample=10).questions
    assert set(five) < set(ten)
    assert list(five) == [question for question in whole.questions if question in five]
    assert choose(whole, sample=99) == whole


def test_questions_whose_articles_were_left_out_have_no_answer_any_more(tmp_path: Path) -> None:
    corpus = [ENTRY | {"url": f"https://example.org/{number}"} for number in range(10)]
    evidence = [{"url": entry["url"], "fact": "fell"} for entry in corpus]
    queries = [QUERY | {"query": f"{number}?", "evidence_list": [one]} for number, one in enumerate(evidence)]
    pairs = [QUERY | {"query": f"{n} and {n + 1}?", "evidence_list": evidence[n : n + 2]} for n in range(9)]
    whole = load(multihop(tmp_path, corpus=corpus, queries=[*queries, *pairs, NULL]))
    left = leave_out(whole, share=0.3)
    gone = {article.source for article in whole.articles} - {article.source for article in left.articles}
    assert len(gone) == 3
    assert left.digest != whole.digest
    was = {question.id: {gold.source for gold in question.gold} for question in whole.questions}
    for question in left.questions:
        assert question.answerable == bool(was[question.id] - gone)
        assert (question.kind == "left out") == (bool(was[question.id]) and was[question.id] <= gone)
    kept = {question.id for question in left.questions}
    assert {id for id in was if id not in kept} == {id for id, of in was.items() if of & gone and not of <= gone}


def test_nothing_left_to_ask_is_an_error(tmp_path: Path) -> None:
    only = load(multihop(tmp_path, queries=[QUERY]))
    with pytest.raises(UsageError, match="No question"):
        choose(only, half="report")
