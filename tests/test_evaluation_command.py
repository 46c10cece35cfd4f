"""`byline evaluate` and `byline figures` from the outside, with the real encoder on two articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from qa.evaluation.command import evaluate, figures
from vectorstore.errors import UsageError

pytestmark = pytest.mark.model

ARTICLES = {
    "bridge.txt": "The bridge over the river fell on Monday. Nobody was hurt when it fell.",
    "vote.txt": "The council voted for the new school. Eleven members were in favour of it.",
}
FELL = ("bridge.txt", "The bridge over the river fell on Monday.")
ELEVEN = ("vote.txt", "Eleven members were in favour of it.")
ASKED = (
    ("When did the bridge fall?", "fact", [FELL]),
    ("How many were for the school?", "fact", [ELEVEN]),
    ("How many were for the school, and when did the bridge fall?", "several", [FELL, ELEVEN]),
    ("Who won the match?", "near miss", []),
)

app = typer.Typer()
app.command()(evaluate)
app.command()(figures)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("set")
    (folder / "articles").mkdir()
    for name, text in ARTICLES.items():
        (folder / "articles" / name).write_text(text)
    lines = []
    for number, (question, kind, quotes) in enumerate(ASKED):
        answers = [
            {
                "source": source,
                "start": (start := ARTICLES[source].index(quote)),
                "end": start + len(quote),
                "quote": quote,
            }
            for source, quote in quotes
        ]
        lines.append({"id": str(number), "question": question, "kind": kind, "answers": answers})
    (folder / "set.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return folder


def byline(folder: Path, *options: str) -> Result:
    command = ["evaluate", str(folder / "set.jsonl"), "--articles", str(folder / "articles")]
    return CliRunner().invoke(app, [*command, "--cache", str(folder / "cache"), *options])


@pytest.fixture(scope="module")
def first(folder: Path) -> Result:
    return byline(folder, "--systems", "keywords,hybrid,answer", "--out", str(folder / "out"), "--json")


def test_it_measures_each_system_and_writes_the_report(first: Result, folder: Path) -> None:
    assert first.exit_code == 0, first.output
    made = json.loads(first.stdout)
    assert [system["system"] for system in made["systems"]] == ["keywords", "hybrid", "answer"]
    assert [system["figures"]["all"]["hits@10"]["mean"] for system in made["systems"][:2]] == [1, 1]
    assert made["systems"][2]["refusals"]["near miss"]["mean"] in (0, 1)
    assert made == json.loads((folder / "out" / "report.json").read_text())


def test_a_table_is_shown_without_json(first: Result, folder: Path) -> None:
    again = ["--compare", str(folder / "out" / "report.json"), "--out", str(folder / "again")]
    shown = byline(folder, "--systems", "hybrid", *again)
    assert shown.exit_code == 0
    assert json.loads((folder / "again" / "report.json").read_text())["changes"]["metrics"]
    assert "3 questions that have an answer" in shown.stdout
    assert "unclear" in shown.stdout


@pytest.mark.parametrize(("bar", "code"), [("every_evidence@10=1", 0), ("benchmark_map@10=1", 1)])
def test_a_bar_decides_the_exit_code(first: Result, folder: Path, bar: str, code: int) -> None:
    # The benchmark's MAP of two facts at ranks 1 and 2 is (1 + 1/2) / 2.
    done = byline(folder, "--systems", "hybrid", "--at-least", bar)
    assert done.exit_code == code
    assert ("benchmark_map@10 is 0.9167, below 1." in done.stderr) == bool(code)


def test_a_bar_on_a_system_that_is_not_asked_is_wrong_usage(first: Result, folder: Path) -> None:
    done = byline(folder, "--systems", "hybrid", "--at-least", "keywords:hits@10=1")
    assert isinstance(done.exception, UsageError)


def test_the_figures_go_into_a_readme_and_are_checked(first: Result, folder: Path) -> None:
    page = folder / "README.md"
    page.write_text("<!-- figures -->\n<!-- /figures -->\n")
    command = ["figures", str(folder / "out" / "report.json"), "--readme", str(page)]
    assert CliRunner().invoke(app, [*command, "--check"]).exit_code == 1
    assert CliRunner().invoke(app, command).exit_code == 0
    assert CliRunner().invoke(app, [*command, "--check"]).exit_code == 0
    assert "| hybrid | 1.000 |" in page.read_text()
