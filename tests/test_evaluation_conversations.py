"""`byline evaluate-conversations` from the outside, with the real encoder on two articles, and what is made of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from qa.evaluation.command import evaluate, figures
from qa.evaluation.conversations_command import evaluate_conversations
from vectorstore.errors import ReadError, UsageError

pytestmark = pytest.mark.model

ARTICLES = {
    "bridge.txt": "The bridge over the river fell on Monday. Nobody was hurt when the bridge fell.",
    "vote.txt": "The council voted for the new school. Eleven members were in favour of the new school.",
}
FELL = {"source": "bridge.txt", "quote": "fell on Monday"}
BRIDGE = ["What fell over the river?", "Where did the bridge fall?"]
LINES: list[dict[str, Any]] = [
    {
        **{"id": "1", "on": "town", "turns": BRIDGE, "question": "When?", "leans": True},
        **{"stands_for": "When did the bridge fall?", "must": ["bridge"], "answers": [FELL]},
    },
    # No resolution holds this word, so that one is known to be wrong.
    {
        **{"id": "2", "on": "town", "turns": BRIDGE, "question": "And why?", "leans": True},
        **{"stands_for": "Why did the bridge fall?", "must": ["zeppelin"]},
    },
    {
        **{"id": "3", "on": "town", "turns": BRIDGE, "leans": False},
        "question": "How many members of the council voted for the new school?",
    },
]

app = typer.Typer()
app.command()(evaluate)
app.command()(evaluate_conversations)
app.command()(figures)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("set")
    (folder / "articles").mkdir()
    for name, text in ARTICLES.items():
        (folder / "articles" / name).write_text(text)
    (folder / "set.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES))
    elsewhere = {**LINES[2], "id": "4", "on": "village"}
    (folder / "two.jsonl").write_text("".join(json.dumps(line) + "\n" for line in [*LINES, elsewhere]))
    return folder


def byline(folder: Path, *options: str, asked: str = "set.jsonl") -> Result:
    command = ["evaluate-conversations", str(folder / asked), "--articles", str(folder / "articles")]
    return CliRunner().invoke(app, [*command, "--cache", str(folder / "cache"), *options])


@pytest.fixture(scope="module")
def made(folder: Path) -> dict[str, Any]:
    done = byline(folder, "--json", "--out", str(folder / "out"))
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_what_leans_and_what_stands_alone_are_counted_apart(made: dict[str, Any]) -> None:
    lean, alone = made["figures"]["resolved"], made["figures"]["touched"]
    assert (lean["questions"], lean["count"], lean["mean"]) == (2, 1, 0.5)
    assert (alone["questions"], alone["count"], alone["mean"]) == (1, 0, 0.0)
    assert [one["wrong"] for one in made["results"]] == [[], ["lacks zeppelin"], []]


def test_what_each_way_of_asking_finds_is_told_for_the_answered_ones(made: dict[str, Any]) -> None:
    assert made["figures"]["answered"] == 1
    assert made["results"][0]["ranks"]["written out"] == 1
    assert made["figures"]["retrieval"]["written out"] == {"hits@1": 1, "hits@3": 1, "mrr@10": 1}
    assert set(made["figures"]["retrieval"]) == {"typed", "resolved", "written out"}


def test_the_report_is_kept_and_shown_as_tables(made: dict[str, Any], folder: Path) -> None:
    assert json.loads((folder / "out" / "report.json").read_text()) == made
    assert "lacks zeppelin" in (folder / "out" / "report.md").read_text()
    compare = ["--compare", str(folder / "out" / "report.json"), "--out", str(folder / "again")]
    shown = byline(folder, *compare)
    assert shown.exit_code == 0
    assert json.loads((folder / "again" / "report.json").read_text())["before"]["figures"] == made["figures"]
    assert shown.stdout.count("lean: resolved") == 2, "the older figures stand beside"


def test_the_figures_go_into_their_own_place_of_a_readme(made: dict[str, Any], folder: Path) -> None:
    page = folder / "README.md"
    places = "<!-- figures -->\n<!-- /figures -->\n<!-- follow-ups -->\n<!-- /follow-ups -->\n"
    page.write_text(places)
    command = ["figures", str(folder / "out" / "report.json"), "--readme", str(page)]
    assert CliRunner().invoke(app, [*command, "--check"]).exit_code == 1
    assert CliRunner().invoke(app, command).exit_code == 0
    assert CliRunner().invoke(app, [*command, "--check"]).exit_code == 0
    said = page.read_text()
    assert said.startswith("<!-- figures -->\n<!-- /figures -->\n")
    assert "1 were resolved" in said
    assert "| written out by hand | 1.000 |" in said


def test_other_questions_cannot_be_compared(made: dict[str, Any], folder: Path) -> None:
    done = byline(folder, "--on", "village", "--compare", str(folder / "out" / "report.json"), asked="two.jsonl")
    assert isinstance(done.exception, UsageError)
    assert "other questions" in done.exception.message


def test_a_file_on_several_sets_of_articles_must_be_told_which(folder: Path) -> None:
    done = byline(folder, asked="two.jsonl")
    assert isinstance(done.exception, UsageError)
    assert "--on town or village" in (done.exception.next or "")


def test_a_report_of_the_other_command_is_told_from_it(made: dict[str, Any], folder: Path) -> None:
    report = str(folder / "out" / "report.json")
    done = CliRunner().invoke(app, ["evaluate", str(folder / "x.jsonl"), "--compare", report])
    assert isinstance(done.exception, ReadError)
    assert "report on follow-ups" in done.exception.message
