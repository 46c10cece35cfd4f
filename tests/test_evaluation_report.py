"""What a report says, how it is kept, compared, held to bars, drawn and shown in a README."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qa.evaluation import bars, readme, report, tables, writing
from qa.evaluation.bench import Bench, BenchSettings
from qa.evaluation.types import Dataset, Question, Result, Run, SpanGold
from vectorstore.config import LibraryConfig
from vectorstore.errors import ReadError, UsageError
from vectorstore.types import Article, Span

ARTICLE = Article(source="a", text="One. Two. Not story.", story=(Span(0, 9),))
QUESTIONS = (
    *(
        Question(id=f"q{n}", text=f"{n}?", kind="easy" if n % 2 else "hard", gold=(SpanGold("a", 0, 4),))
        for n in range(20)
    ),
    Question(id="outside", text="?", kind="hard", gold=(SpanGold("a", 10, 20),)),
    Question(id="none", text="!", kind="near miss"),
)


def run(name: str, *, rank: int | None, declined: bool | None = None, **changes: Any) -> Run:
    results = tuple(
        Result(
            question=question.id,
            kind=question.kind,
            ranks=tuple(rank for _ in question.gold),
            grades=tuple(1 for _ in question.gold),
            seconds=0.01 * (number + 1),
            declined=declined,
            **changes,
        )
        for number, question in enumerate(QUESTIONS)
    )
    return Run(system=name, settings={"legs": [name]}, results=results, baseline=name == "stock")


def made(tmp_path: Path, *runs: Run) -> dict[str, Any]:
    dataset = Dataset(name="set", format="question set", articles=(ARTICLE,), questions=QUESTIONS, digest="d")
    settings = BenchSettings(cache=tmp_path, library=LibraryConfig(path=tmp_path))
    with Bench(dataset, settings=settings) as bench:
        return report.build(runs, bench=bench, half="all")


@pytest.fixture
def two(tmp_path: Path) -> dict[str, Any]:
    return made(tmp_path, run("stock", rank=None), run("full", rank=2))


def test_unanswered_questions_have_no_part_in_the_figures(two: dict[str, Any]) -> None:
    full = two["systems"][1]
    assert full["questions"] == {"all": 21, "easy": 10, "hard": 11}
    assert full["figures"]["easy"]["mrr@10"] == {"mean": 0.5, "low": 0.5, "high": 0.5}
    assert two["dataset"]["answerable"] == 21
    assert two["dataset"]["gold_outside_the_story"] == 1
    assert full["latency_ms"] == {"median": 115.0, "p95": pytest.approx(209.5)}


def test_the_main_system_is_compared_with_each_other(two: dict[str, Any]) -> None:
    found = {item["metric"]: item for item in two["comparisons"]}
    assert two["main"] == "full"
    assert found["hits@10"]["difference"]["mean"] == 1
    assert found["hits@10"]["than"] == "stock"
    assert found["hits@10"]["p"] < 0.001


def test_refusals_are_told_apart_from_wrong_ones(tmp_path: Path) -> None:
    answer = made(tmp_path, run("answer", rank=1, declined=True))["systems"][0]
    assert {kind: estimate["mean"] for kind, estimate in answer["refusals"].items()} == {
        "answerable (wrongly declined)": 1,
        "near miss": 1,
    }
    assert made(tmp_path, run("dense", rank=1))["systems"][0]["refusals"] == {}


def test_what_breaks_the_rules_is_named(tmp_path: Path) -> None:
    broken = made(tmp_path, run("full", rank=1, pieces=300, shared=3))["systems"][0]
    assert len(broken["against_the_rules"]) == 2


def test_a_saved_report_is_the_report_and_gives_its_runs_back(two: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    report.save(two, path)
    assert report.load(path) == json.loads(json.dumps(two))
    again = {found.system: found for found in report.runs_of(report.load(path))}
    assert again["full"].results[0].ranks == (2,)
    assert again["stock"].results[0].ranks == (None,)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema": 1}', '{"schema": 99, "results": []}'])
def test_what_is_no_report_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "old.json"
    path.write_text(content)
    with pytest.raises(ReadError, match=r"old\.json is (no report|a report of another format)"):
        report.load(path)


def test_changes_are_of_the_systems_and_questions_that_both_reports_have(tmp_path: Path) -> None:
    old = made(tmp_path, run("full", rank=4), run("dense", rank=1))
    new = made(tmp_path, run("full", rank=2))
    changes = report.changes(new, old=old)
    assert {change.system for change in changes} == {"full"}
    found = {change.metric: change for change in changes}
    assert found["mrr@10"].difference.mean == pytest.approx(0.25)
    assert tables.verdict(found["mrr@10"].difference.mean, found["mrr@10"].p) == "better"
    assert tables.verdict(found["hits@10"].difference.mean, found["hits@10"].p) == "unclear"
    assert tables.verdict(-0.1, 0.01) == "worse"


@pytest.mark.parametrize(
    ("bar", "expected"),
    [
        ("hits@10=1", []),
        ("MRR@10=0.5", []),
        ("mrr@10=0.51", ["full: mrr@10 is 0.5000, below 0.51."]),
        ("stock:hits@10=0.1", ["stock: hits@10 is 0.0000, below 0.1."]),
    ],
)
def test_bars_hold_for_the_main_system_or_the_one_named(two: dict[str, Any], bar: str, expected: list[str]) -> None:
    assert bars.missed([bars.parse(bar)], report=two) == expected


@pytest.mark.parametrize("bar", ["hits@10", "hits@10=", "hits@10=2", "hits@10=nan", "hits@11=0.5", "=1", ""])
def test_what_is_no_bar_is_refused(bar: str) -> None:
    with pytest.raises(UsageError):
        bars.parse(bar)


def test_a_bar_on_a_system_that_was_not_evaluated_is_refused(two: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="dense can't be held"):
        bars.missed([bars.parse("dense:hits@10=0.5")], report=two)


def test_all_files_are_written(two: dict[str, Any], tmp_path: Path) -> None:
    files = writing.write(two, tmp_path / "out" / "deep")
    assert [file.name for file in files] == ["report.json", "report.md", "report.png"]
    assert files[2].read_bytes().startswith(b"\x89PNG")
    text = files[1].read_text()
    assert "| full | 1.000 (1.00–1.00) |" in text
    assert "| over stock | Hits@10 | +1.000 (+1.00 to +1.00) |" in text


def test_a_set_without_answers_has_no_picture(tmp_path: Path) -> None:
    dataset = Dataset(name="set", format="SQuAD", articles=(ARTICLE,), questions=QUESTIONS[-1:], digest="d")
    result = Result(question="none", kind="near miss", ranks=(), grades=(), seconds=0.1, declined=False)
    with Bench(dataset, settings=BenchSettings(cache=tmp_path, library=LibraryConfig(path=tmp_path))) as bench:
        only = report.build([Run(system="answer", settings={}, results=(result,))], bench=bench, half="all")
    assert [file.suffix for file in writing.write(only, tmp_path)] == [".json", ".md"]
    assert [table.title for table in tables.report_tables(only)] == ["Share of questions declined"]


def test_every_row_of_a_table_is_as_long_as_its_head(tmp_path: Path) -> None:
    full = made(tmp_path, run("stock", rank=None), run("answer", rank=2, declined=False))
    full["changes"] = {"since": "then", "commit": None, "metrics": report.plain(report.changes(full, old=full))}
    found = tables.report_tables(full)
    assert len(found) == 5
    assert all(len(row) == len(table.head) for table in found for row in table.rows)


def test_the_readme_shows_the_report_and_nothing_else_changes(two: dict[str, Any], tmp_path: Path) -> None:
    source, page = tmp_path / "report.json", tmp_path / "README.md"
    report.save(two, source)
    page.write_text("# Title\n\n<!-- figures -->\nold\n<!-- /figures -->\n\nThe end.\n")
    assert not readme.shows_figures(page, source=source)
    assert readme.write_figures(page, source=source)
    assert readme.shows_figures(page, source=source)
    assert not readme.write_figures(page, source=source)
    text = page.read_text()
    assert text.startswith("# Title\n\n<!-- figures -->\n|  | Hits@10 |")
    assert "| full | 1.000 | 1.000 | 0.500 | 1.000 | 1.000 | 115 |" in text
    assert text.endswith("<!-- /figures -->\n\nThe end.\n")
    page.write_text(text.replace("| full | 1.000", "| full | 0.999"))
    assert not readme.shows_figures(page, source=source)


def test_a_readme_without_a_place_is_refused(two: dict[str, Any], tmp_path: Path) -> None:
    report.save(two, tmp_path / "report.json")
    (tmp_path / "README.md").write_text("# Title")
    with pytest.raises(UsageError, match="no place for the figures"):
        readme.write_figures(tmp_path / "README.md", source=tmp_path / "report.json")
