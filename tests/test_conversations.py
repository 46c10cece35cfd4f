"""Conversations that are kept: read again as they were, each for its key alone, by many at once."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_fakes import OUTLETS, FakeAssistant, FakeLibrary, article, citation, record

from qa import exporting, render
from qa.conversation_file import ConversationError
from qa.conversations import Conversations, Listed, new_key
from qa.desk import Desk
from qa.page import Narrowing, Page
from qa.question import understand
from qa.stored import NotAsWritten, plain, restored
from qa.turns import FollowUp
from qa.types import Answer, Point, Problem, Searched
from qa.visits import Visit, Visits, visit
from vectorstore.types import Filters, Span

ROOT = Path(__file__).parents[1]
BRIDGE = article("The bridge was closed on Monday.", title="The bridge", outlet="The Post", url="https://example.org/b")
FORGED = article("It is **safe** <b>here</b> [press](javascript:x) http://example.org/?q=1 ![i](x).", title="# Safe")
MINE, YOURS = new_key(), new_key()


def answer(question: str, *, of: object = BRIDGE, **more: object) -> Answer:
    """An answer with one point that quotes the whole of an article."""
    text = of.text
    cited = citation(record(of, article_id="a1"), Span(0, len(text)), number=1, quote=text)
    return Answer(question, "answered", points=(Point(text, (cited,)),), message="1 statement.", **more)


EVERYTHING = answer(
    "And The Post on 4 October?",
    searched=Searched(3, ("The Post", None), Filters(("The Post",), date(2015, 11, 1), None), 2),
    understood=understand("What did The Post report on October 4, 2015, while Wired says no?", outlets=OUTLETS),
    follow_up=FollowUp("And?", "What?", ("Putin",), Filters(("TRT World",), None, date(2016, 1, 1)), Filters(("A",))),
)
BROKEN = Answer("", "error", message="No.", error=Problem("empty_question", "No.", "Ask.", usage=True))


@pytest.fixture
def kept(tmp_path: Path) -> Conversations:
    return Conversations(tmp_path / "conversations.sqlite3")


@pytest.mark.parametrize("one", [EVERYTHING, BROKEN, answer("Was it closed?")], ids=lambda one: one.status)
def test_an_answer_is_restored_as_it_was(one: Answer) -> None:
    again = restored(Answer, json.loads(json.dumps(plain(one))))
    assert again == one
    assert again.to_json() == one.to_json()


@given(st.text(), st.text())
def test_any_text_is_kept_as_it_is(question: str, message: str) -> None:
    one = Answer(question, "not_in_sources", message=message)
    assert restored(Answer, json.loads(json.dumps(plain(one)))) == one


def test_what_another_version_wrote_is_read_as_far_as_it_goes() -> None:
    stored = plain(EVERYTHING)
    del stored["follow_up"], stored["message"]
    stored["later"] = {"what": 1}
    again = restored(Answer, stored)
    assert (again.follow_up, again.message, again.points) == (None, "", EVERYTHING.points)


@pytest.mark.parametrize(
    "wrong", [None, 1, [], {}, {"question": 1, "status": "answered"}, {"question": "", "status": 2}]
)
def test_what_is_no_answer_is_refused(wrong: object) -> None:
    with pytest.raises(NotAsWritten):
        restored(Answer, wrong)


def test_a_conversation_is_kept_listed_renamed_and_deleted(kept: Conversations) -> None:
    first = kept.keep(MINE, [answer("Was the bridge closed?")])
    assert kept.keep(MINE, [answer("Was the bridge closed?"), EVERYTHING], conversation=first) == first
    second = kept.keep(MINE, [answer("Who won?")])
    assert [(one.id, one.title, one.turns) for one in kept.listed(MINE)] == [
        (second, "Who won?", 1),
        (first, "Was the bridge closed?", 2),
    ]
    again = Conversations(kept.path)
    assert again.opened(MINE, first).answers == (answer("Was the bridge closed?"), EVERYTHING)
    again.rename(MINE, first, "  Bridges \n of the world ")
    again.delete(MINE, second)
    assert [one.title for one in kept.listed(MINE)] == ["Bridges of the world"]
    with pytest.raises(ConversationError, match="no such conversation"):
        kept.opened(MINE, second)
    with pytest.raises(ConversationError, match="needs a title"):
        kept.rename(MINE, first, "  ")


def test_nobody_else_sees_or_touches_a_conversation(kept: Conversations) -> None:
    mine = kept.keep(MINE, [answer("Was the bridge closed?")])
    assert kept.listed(YOURS) == ()
    for act in (kept.opened, kept.delete, lambda key, one: kept.rename(key, one, "Stolen")):
        with pytest.raises(ConversationError, match="no such conversation"):
            act(YOURS, mine)
    with pytest.raises(ConversationError, match="no such conversation"):
        kept.keep(YOURS, [answer("Who won?")], conversation=mine)
    assert kept.listed(YOURS) == ()
    assert [one.turns for one in kept.listed(MINE)] == [1]


def test_the_file_is_its_owners_and_holds_no_key(kept: Conversations) -> None:
    one = kept.keep(MINE, [answer("Was the bridge closed over the Zambezi?")])
    kept.keep(MINE, [answer("Who won?")])
    if os.name == "posix":
        assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    assert MINE.encode() not in kept.path.read_bytes()
    kept.delete(MINE, one)
    assert b"Zambezi" not in b"".join(path.read_bytes() for path in kept.path.parent.iterdir())


def test_looking_makes_no_file(kept: Conversations) -> None:
    assert kept.listed(MINE) == ()
    assert not kept.path.exists()


def test_a_file_that_is_none_of_ours_is_named(kept: Conversations) -> None:
    kept.path.write_bytes(b"not a database, and long enough to be looked at as one" * 40)
    with pytest.raises(ConversationError, match=r"can't be read: .*Move that file away"):
        kept.listed(MINE)
    kept.path.unlink()
    with sqlite3.connect(kept.path) as file:
        file.execute("PRAGMA user_version = 99")
    file.close()
    with pytest.raises(ConversationError, match="later version"):
        kept.keep(MINE, [BROKEN])


def test_a_turn_of_another_version_is_shown_as_far_as_it_goes(kept: Conversations) -> None:
    one = kept.keep(MINE, [answer("Was the bridge closed?")])
    with sqlite3.connect(kept.path) as file:
        file.execute("UPDATE turns SET state = '{}'")
    file.close()
    found = kept.opened(MINE, one)
    assert found.answers == ()
    assert "another version" in exporting.as_markdown(found)
    assert json.loads(exporting.as_json(found))["turns"][0]["answer"]["question"] == "Was the bridge closed?"


def test_threads_write_at_once(kept: Conversations) -> None:
    def converse(n: int) -> None:
        answers = [answer(f"Question {n}?")]
        one = kept.keep(MINE, answers)
        for turn in range(5):
            answers.append(answer(f"Question {n}, {turn}?"))
            assert kept.keep(MINE, answers, conversation=one) == one
        assert kept.opened(MINE, one).answers == tuple(answers)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(converse, range(16)))
    assert [one.turns for one in kept.listed(MINE)] == [6] * 16


def test_a_conversation_that_went_on_elsewhere_becomes_two(kept: Conversations) -> None:
    """So that the second turn of either window is the one its citations are of."""
    begun = [answer("Was the bridge closed?")]
    one = kept.keep(MINE, begun)
    left, right = [*begun, answer("Who won?")], [*begun, answer("Who lost?")]
    assert kept.keep(MINE, left, conversation=one) == one
    other = kept.keep(MINE, right, conversation=one)
    assert other != one
    assert kept.opened(MINE, one).answers == tuple(left)
    assert kept.opened(MINE, other).answers == tuple(right)


def test_processes_begin_the_file_at_once(kept: Conversations) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom qa.conversations import Conversations\n"
        "from qa.types import Answer\nkept = Conversations(Path(sys.argv[1]))\n"
        "time.sleep(float(sys.argv[2]) - time.time())\n"
        "for n in range(10):\n    kept.keep(sys.argv[3], [Answer(f'{n}', 'not_in_sources')])\n"
    )
    start = str(time.time() + 3)
    command = [sys.executable, "-c", script, str(kept.path), start, MINE]
    started = [subprocess.Popen(command, cwd=ROOT) for _ in range(4)]
    assert [process.wait(timeout=60) for process in started] == [0] * 4
    assert len(kept.listed(MINE)) == 40


def test_an_export_has_every_citation(kept: Conversations) -> None:
    one = kept.keep(MINE, [answer("Was the bridge closed?")])
    kept.keep(MINE, [answer("Was the bridge closed?"), EVERYTHING], conversation=one)
    found = kept.opened(MINE, one)
    markdown = exporting.as_markdown(found)
    assert markdown.startswith("# Was the bridge closed?\n")
    assert markdown.count("> The bridge was closed on Monday.") == 2
    assert markdown.count("- \\[1\\] The Post, no date, “The bridge”, characters 0 to 32 of article.txt") == 2
    assert "<https://example.org/b>" in markdown
    assert "*Asked: What? (only TRT World, until 1 January 2016)*" in markdown
    exported = json.loads(exporting.as_json(found))
    assert [turn["answer"] for turn in exported["turns"]] == [one.to_json() for one in found.answers]
    assert exporting.file_name(found, "md") == "was-the-bridge-closed.md"


def test_nothing_of_an_article_is_markup_in_an_export(kept: Conversations) -> None:
    one = kept.keep(MINE, [answer("1. is it <i>safe</i>?", of=FORGED)])
    markdown = exporting.as_markdown(kept.opened(MINE, one))
    for markup in ("**safe**", "<b>", "<i>", "[press]", "![i]", "http://", "\n# Safe"):
        assert markup not in markdown
    assert "\\*\\*safe\\*\\*" in markdown


def test_the_list_escapes_its_titles() -> None:
    title = "<script>x()</script>\" onclick='x()'"
    kept_one = Conversations(Path("nowhere"))
    assert kept_one.listed(MINE) == ()
    shown = render.kept([Listed('"><b>', title, "2026-01-01", "2026-01-01", 2)], current=None, keep=True)
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert 'onclick="' not in shown
    assert "2 questions" in shown
    link = render.download("x.md", "<b>&\"'\n", json=False)
    assert "%3Cb%3E%26%22%27%0A" in link


@pytest.mark.parametrize("forged", [None, 1, "x", [], {}, {"key": "short"}, {"key": 3}, {"key": "x" * 5_000}])
def test_what_a_browser_forges_begins_a_visit_of_its_own(forged: object) -> None:
    now = visit(forged)
    assert len(now.key) >= 32
    assert (now.keep, now.conversation) == (True, None)


def test_a_visit_comes_back_as_it_was() -> None:
    for now in (Visit(MINE), Visit(MINE, False, None), Visit(MINE, True, "abc")):
        assert visit(json.loads(json.dumps(now.to_json()))) == now


@pytest.fixture
def desk(kept: Conversations) -> Desk:
    tower = article("The tower was painted red.", title="The tower", outlet="The Courier")
    return Desk(Page(FakeAssistant(FakeLibrary([BRIDGE, tower]))), Visits(kept))


def asked(desk: Desk, question: str, answers: tuple[Answer, ...], stored: object) -> tuple[tuple[Answer, ...], object]:
    *_, last = desk.ask(question, answers, stored, narrowing=Narrowing())
    return last.answers, last.stored


def test_a_conversation_goes_on_after_the_server_has_forgotten_the_session(desk: Desk) -> None:
    answers, stored = asked(desk, "Was the bridge closed?", (), desk.arrive(None).stored)
    answers, stored = asked(desk, "Was the tower painted?", answers, stored)
    assert "<mark>The tower was painted red.</mark>" in desk.cite("1.0.0", (), stored)
    answers, stored = asked(desk, "Was the bridge closed on Monday?", (), stored)
    assert [one.question for one in answers][:2] == ["Was the bridge closed?", "Was the tower painted?"]
    back = desk.arrive(stored)
    assert back.answers == answers
    assert back.conversation.count('class="turn"') == 3
    assert desk.arrive({**stored, "key": YOURS}).answers == ()


def test_a_question_that_leans_is_shown_as_it_was_understood(desk: Desk) -> None:
    answers, stored = asked(desk, "Was the bridge closed?", (), None)
    (_, shown) = desk.ask("When was that?", answers, stored, narrowing=Narrowing())
    assert "Asked: When was the bridge closed?" in shown.conversation
    (_, typed) = desk.ask_as_typed(1, shown.answers, shown.stored)
    assert typed.answers[-1].question == typed.answers[-1].asked == "When was that?"
    assert "Searched as typed." in typed.conversation


def test_keeping_nothing_keeps_nothing(desk: Desk, kept: Conversations) -> None:
    stored = desk.change("keep nothing", None, "", "").stored
    answers, stored = asked(desk, "Was the bridge closed?", (), stored)
    assert len(answers) == 1
    assert not kept.path.exists()
    stored = desk.change("keep", stored, "", "").stored
    asked(desk, "Was the tower painted?", answers, stored)
    assert not kept.path.exists()
    asked(desk, "Was the tower painted?", (), desk.fresh(stored).stored)
    assert [one.turns for one in kept.listed(stored["key"])] == [1]


def test_conversations_of_the_list_are_opened_renamed_exported_and_deleted(desk: Desk) -> None:
    _, first = asked(desk, "Was the bridge closed?", (), None)
    _, second = asked(desk, "Was the tower painted?", (), desk.fresh(first).stored)
    back = desk.change("reopen", second, first["conversation"], "")
    assert [one.question for one in back.answers] == ["Was the bridge closed?"]
    assert back.stored["conversation"] == first["conversation"]
    assert "Bridges" in (desk.change("rename", second, first["conversation"], "Bridges").panel or "")
    assert "was-the-tower-painted.json" in desk.export(second, second["conversation"], "json")
    assert desk.export({**second, "key": YOURS}, second["conversation"], "md") == ""
    gone = desk.change("forget", second, second["conversation"], "")
    assert (gone.answers, gone.stored["conversation"]) == ((), None)
    assert "tower" not in gone.panel
    left = desk.change("forget", back.stored, "not mine", "")
    assert left.conversation is None
    assert "no such conversation" in left.panel


def test_answers_come_where_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    desk = Desk(Page(FakeAssistant(FakeLibrary([BRIDGE]))), Visits(Conversations(tmp_path / "file" / "kept")))
    *_, shown = desk.ask("Was the bridge closed?", (), None, narrowing=Narrowing())
    assert shown.answers[0].status == "answered"
    assert "can't be kept" in unescape(shown.panel)
