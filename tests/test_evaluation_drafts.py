"""Drafts measured: what is drafted, what of it is shown, what people made of it; and the small model itself in CI."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from llm_server import Asked, obeys, serving
from test_llm_providers import NO_WEIGHTS
from typer.testing import CliRunner

from qa.assistant import Assistant
from qa.checking import SHORTENED, shared
from qa.cli import app
from qa.evaluation import draft_runs, draft_tables, draft_times
from qa.settings import llm_writer
from vectorstore.errors import ReadError, UsageError
from vectorstore.library import Library

pytestmark = pytest.mark.model

QUESTIONS = Path(__file__).parent / "questions" / "drafts_report.jsonl"
JUDGED = Path(__file__).parent / "questions" / "drafts_report_judged.jsonl"
MOST = {"answered": 20, "not_answered": 10}
"""Questions that the small model is asked in each run of the tests, the first of each kind."""

INVENTED = "Angela Merkel sent 400 soldiers to Syria."


def quiet(done: int, total: int, what: str) -> None:
    """No progress is shown."""


def quotes_and_invents(asked: Asked) -> str:
    return f"{asked.body['messages'][1]['content'].splitlines()[1]} [1] {INVENTED} [1]"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "drafts.jsonl"
    lines = [
        {"id": "a", "question": "How many people were killed in the Paris attacks?", "kind": "answered"},
        {"id": "b", "question": "How old is Dmitry Peskov?", "kind": "not_answered"},
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def test_what_is_made_up_counts_against_the_draft_and_not_against_what_is_shown(
    file: Path, seed_library: Library
) -> None:
    questions = draft_runs.read_questions(file)
    with serving(obeys(quotes_and_invents)) as model:
        writer = llm_writer(f"openai-like:{model.url}#m")
        assert writer is not None
        assistant = Assistant(seed_library)
        said = draft_runs.run(questions, {}, assistant=assistant, writer=writer, progress=quiet)
        judgements = {(one.question.id, one.text): one.text != INVENTED for one in said}
        said = draft_runs.run(questions, judgements, assistant=assistant, writer=writer, progress=quiet)
        seconds = draft_times.measure(questions, assistant=assistant, writer=writer, progress=quiet)
    told = draft_runs.summary(questions, said)
    assert (told["questions"], told["unanswerable"], told["drafted"], told["judged"]) == (2, 1, 4, 4)
    assert (told["supported"], told["shown"], told["shown_and_supported"], told["shown_not_judged"]) == (2, 2, 2, 0)
    assert (told["supported_share_drafted"], told["supported_share_shown"], told["kept_share"]) == (0.5, 1.0, 1.0)
    assert all(one.given and (one.cited or one.reason) for one in said)
    assert seconds["model alone"]["first checked sentence"] is None
    assert all(seconds["as shown"][mark] for mark in draft_times.MARKS)
    # Judged the other way round, both kinds of mistake are shown.
    wrong = {key: not right for key, right in judgements.items()}
    with serving(obeys(quotes_and_invents)) as model:
        writer = llm_writer(f"openai-like:{model.url}#m")
        assert writer is not None
        said = draft_runs.run(questions, wrong, assistant=Assistant(seed_library), writer=writer, progress=quiet)
    told = draft_runs.summary(questions, said)
    assert (told["supported_share_shown"], told["kept_share"]) == (0.0, 0.0)
    made = {"model": "m", "figures": told, "sentences": [one.describe() for one in said]}
    assert [table.title for table in draft_tables.tables(made)][1:] == [
        "Shown, and not supported",
        "Supported, and left out",
    ]


def test_the_command_writes_what_is_to_be_judged_and_a_report(file: Path, seeds: Path, tmp_path: Path) -> None:
    left, out = tmp_path / "left.jsonl", tmp_path / "out"
    command = ["evaluate-drafts", str(file), "--articles", str(seeds), "--cache", str(tmp_path / "cache"), "--times=1"]
    with serving(obeys(quotes_and_invents)) as model:
        command.append(f"--llm=openai-like:{model.url}#m")
        done = CliRunner().invoke(app, [*command, "--to-judge", str(left), "--out", str(out)])
    assert done.exit_code == 0, done.output
    waiting = [json.loads(line) for line in left.read_text(encoding="utf-8").splitlines()]
    assert [one["question"] for one in waiting] == ["a", "a", "b", "b"]
    assert INVENTED in [one["sentence"] for one in waiting]
    assert "0 of 4 sentences judged by hand" in (out / "report.md").read_text(encoding="utf-8")
    assert json.loads((out / "report.json").read_text(encoding="utf-8"))["kind"] == "drafts"


def test_without_a_model_it_says_how_to_name_one(file: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BYLINE_LLM", raising=False)
    done = CliRunner().invoke(app, ["evaluate-drafts", str(file), "--articles", str(seeds)])
    assert isinstance(done.exception, UsageError)
    assert "--llm local" in done.exception.next


def test_a_sentence_judged_both_ways_is_an_error_that_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "judged.jsonl"
    lines = [{"question": "a", "sentence": "It was so.", "supported": told} for told in (True, False)]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    with pytest.raises(ReadError, match="line 2"):
        draft_runs.read_judgements(path)


@pytest.mark.skipif(NO_WEIGHTS, reason="the local model is an extra")
def test_the_small_model_makes_things_up_and_none_of_it_is_shown(seed_library: Library) -> None:
    """Held against what was judged by hand; a draft that differs on another processor was judged by nobody."""
    everything = draft_runs.read_questions(QUESTIONS)
    questions = [one for kind, most in MOST.items() for one in [q for q in everything if q.kind == kind][:most]]
    assert len(questions) == sum(MOST.values())
    judgements = draft_runs.read_judgements(JUDGED)
    writer = llm_writer("local")
    assert writer is not None
    said = draft_runs.run(questions, judgements, assistant=Assistant(seed_library), writer=writer, progress=quiet)
    assert sum(one.supported is False for one in said) > len(questions), "before the check it makes things up"
    supported = [one for one in said if one.supported]
    assert sum(one.shown for one in supported) >= 0.6 * len(supported), supported
    for one in said:
        if one.shown:
            assert one.supported is not False, one
            assert max(shared(one.text, quote) for quote in one.cited) >= SHORTENED.reworded
