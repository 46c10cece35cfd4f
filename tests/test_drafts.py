"""Drafts on the page without a browser: who may write, what is sent, what is shown, and how a draft is left."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from html import unescape

import pytest
from builders import evidence
from llm_server import LlmServer, says, serving, stalls, waits
from page_fakes import FakeAssistant, FakeLibrary, article

from qa import exporting, render
from qa.checking import Checker
from qa.composing import LlmWriter
from qa.conversations import Conversations
from qa.desk import Desk, Shown
from qa.draft_check import DraftCheck, SoFar
from qa.llm.choice import LlmChoice
from qa.llm.keys import Key
from qa.llm.providers import open_model
from qa.markers import Drafted
from qa.page import Narrowing, Page
from qa.settings import llm_writers
from qa.types import Answer, Evidence, Problem, Unsupported, Writer
from qa.visits import Visits
from qa.writers import Wish, Writers, wish

QUESTION = "Was the bridge over the river closed?"
HOLDS = "On Monday the bridge over the river was closed [1]."
MADE_UP = "The mayor resigned over 17 bridges [1]."


def writer(server: LlmServer, *, host: str = "127.0.0.1", model: str = "test") -> LlmWriter:
    """A writer whose model is on this machine; by any other name of it, it counts as elsewhere."""
    choice = LlmChoice("openai-like", model, server.url.replace("127.0.0.1", host))
    return LlmWriter(open_model(choice, key=Key("")))


def desk(*writers: LlmWriter, conversations: Conversations | None = None) -> Desk:
    bridge = article("The bridge over the river was closed on Monday.", title="Bridge", outlet="The Post")
    return Desk(Page(FakeAssistant(FakeLibrary([bridge]))), Visits(conversations), Writers(writers))


def asked(desk: Desk, wish: Wish = Wish(), question: str = QUESTION) -> list[Shown]:  # noqa: B008 - frozen
    return list(desk.ask(question, (), None, narrowing=Narrowing(), wish=wish))


def answer(steps: list[Shown]) -> Answer:
    assert steps[-1].answers is not None
    return steps[-1].answers[-1]


def names(writers: Writers) -> list[str]:
    panel = writers.panel(Wish())
    return [unescape(part.split('"')[0]) for part in panel.split('name="writer" value="')[1:]]


def test_a_model_on_this_machine_drafts_at_once_and_its_draft_is_shown_as_it_grows() -> None:
    gate = threading.Event()
    with serving(waits(f"{HOLDS} {MADE_UP} So", " it ends.", gate=gate)) as server:
        steps = []
        for step in desk(writer(server)).ask(QUESTION, (), None, narrowing=Narrowing()):
            steps.append(step)
            if step.draft and "17 bridges" not in step.draft and "left out so far" in step.draft:
                gate.set()
    drafts = [step.draft for step in steps if step.draft]
    assert "On Monday the bridge over the river was closed." in drafts[-1]
    assert "1 sentence left out so far" in drafts[-1]
    assert steps[0].conversation is not None
    assert 'data-event="stop_draft"' in steps[0].conversation
    assert (steps[-1].draft, "stop_draft" in (steps[-1].conversation or "")) == ("", False)
    assert answer(steps).writer == Writer("llm", "test", None)
    assert answer(steps).unsupported[0].text == "The mayor resigned over 17 bridges."


def test_nothing_is_sent_elsewhere_until_it_is_allowed_for_that_very_model() -> None:
    with serving(says(HOLDS)) as server:
        near, far = writer(server, model="near"), writer(server, host="0.0.0.0", model="far")
        table = desk(far, near)
        quoted, first, second = names(table.writers)
        assert quoted == ""
        assert "far at 0.0.0.0" in table.writers.panel(Wish())
        for refused in (Wish(), Wish(first), Wish(first, frozenset([second])), wish(None, [7]), wish("gone", None)):
            assert answer(asked(table, refused)).writer == Writer()
        assert server.asked == []
        allowed = wish(first, [first])
        assert "consent" not in table.writers.panel(allowed)
        # Tests reach no other machine: the call is tried, and fails.
        tried = answer(asked(table, allowed))
        assert tried.writer == Writer("quotes", "far", f"0.0.0.0:{server.server_address[1]}")
        assert tried.writer_error is not None
        assert tried.writer_error.code == "llm_connection"
        assert answer(asked(table, Wish(second))).writer == Writer("llm", "near", None)
        assert len(server.asked) == 1
        assert answer(asked(table, wish("", [first]))).writer == Writer()
        # The same model at another place is not what was allowed.
        elsewhere = Writers([writer(server, host="localhost.localdomain", model="far"), near])
        assert elsewhere.chosen(allowed) is None


def test_what_was_allowed_is_no_model_that_nobody_named() -> None:
    assert Writers().chosen(wish("1 openai-like:m elsewhere:80", ["1 openai-like:m elsewhere:80"])) is None
    assert Writers().panel(Wish()) == ""


@pytest.mark.parametrize("handed", [None, "x", 3, {"a": 1}, [["a"], {"b": 1}], ["a"] * 100_000])
def test_whatever_a_browser_hands_in_is_a_wish(handed: object) -> None:
    assert len(wish(handed, handed).allowed) <= 1


def test_a_stop_closes_the_request_and_only_its_own() -> None:
    with serving(stalls(f"{HOLDS} The mayor")) as server:
        table = desk(writer(server))
        steps = table.ask(QUESTION, (), None, narrowing=Narrowing())
        first = next(steps)
        next(step for step in steps if step.draft and "Not checked yet" in step.draft)
        table.stop("another token")
        table.stop("")
        assert not server.asked[0].hung_up.is_set()
        assert first.conversation is not None
        table.stop(unescape(first.conversation.split('data-token="')[1].split('"')[0]))
        made = answer([first, *steps])
        assert server.asked[0].hung_up.wait(3)
    assert [point.text for point in made.points] == ["On Monday the bridge over the river was closed."]
    assert made.writer_error is not None
    assert made.writer_error.code == "llm_stopped"


def test_whoever_leaves_a_draft_closes_its_request() -> None:
    with serving(stalls("The mayor")) as server:
        steps = desk(writer(server)).ask(QUESTION, (), None, narrowing=Narrowing())
        assert next(steps).question == ""
        next(step for step in steps if step.draft and "Not checked yet" in step.draft)
        began = time.monotonic()
        steps.close()
        assert server.asked[0].hung_up.wait(3)
        assert time.monotonic() - began < 3


def test_a_draft_that_was_stopped_before_it_began_sends_nothing() -> None:
    with serving(says(HOLDS)) as server:
        table = desk(writer(server))
        with table.drafts.begun(table.writers.chosen(Wish())) as draft:
            assert draft is not None
            table.stop(draft.token)
            (_, made) = list(table.page.ask(QUESTION, (), narrowing=Narrowing(), draft=draft))[-1]
        assert server.asked == []
    assert made[0].points[0].text == "The bridge over the river was closed on Monday."
    assert made[0].writer == Writer()


def test_a_question_asked_again_as_typed_is_drafted_too() -> None:
    with serving(says(HOLDS)) as server:
        table = desk(writer(server))
        answers = asked(table)[-1].answers
        again = list(table.ask_as_typed(0, answers, None))[-1].answers
        assert len(server.asked) == 2
    assert again is not None
    assert [one.writer.kind for one in again] == ["llm", "llm"]


def test_what_breaks_in_the_writers_thread_is_raised_where_it_is_followed() -> None:
    with serving(says(HOLDS)) as server:
        table = desk(writer(server))
        table.page.assistant.library.article = lambda _: 1 / 0
        with pytest.raises(ZeroDivisionError):
            asked(table)


def test_a_kept_answer_shows_who_wrote_it_and_what_was_left_out(tmp_path: object) -> None:
    conversations = Conversations(tmp_path / "conversations.sqlite3")
    with serving(says(f"{HOLDS} {MADE_UP}")) as server:
        table = desk(writer(server), conversations=conversations)
        last = asked(table)[-1]
    again = table.arrive(last.stored)
    assert again.conversation == last.conversation
    assert "Drafted by test on this machine." in (again.conversation or "")
    assert "The mayor resigned over 17 bridges." in (again.conversation or "")
    assert last.stored is not None
    (listed,) = conversations.listed(last.stored["key"])
    kept = conversations.opened(last.stored["key"], listed.id)
    markdown = exporting.as_markdown(kept)
    assert "Drafted by test on this machine" in markdown
    assert "- Unsupported: The mayor resigned over 17 bridges." in markdown


def test_the_words_of_a_model_and_what_failed_stay_words_in_an_export(tmp_path: object) -> None:
    conversations = Conversations(tmp_path / "conversations.sqlite3")
    hostile = "![x](https://evil.example/?q) <b>so</b>"
    made = Answer(
        "?",
        "answered",
        writer=Writer("quotes", hostile, hostile),
        unsupported=(Unsupported(hostile, hostile),),
        writer_error=Problem("llm", hostile, ""),
    )
    kept = conversations.opened("k" * 40, conversations.keep("k" * 40, [made]))
    markdown = exporting.as_markdown(kept)
    assert markdown.count("evil.example") == 5
    for forbidden in ("![x]", "x](", "\n<b>", " <b>", "(https://"):
        assert forbidden not in markdown


class Counting(Checker):
    """Counts how often it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, str]] = []

    def reasons(self, sentence: str, evidence: Evidence) -> tuple[object, ...]:
        self.asked.append((sentence, evidence.text))
        return super().reasons(sentence, evidence)


CLOSED = evidence("The bridge over the river was closed on Monday.")


def prefixes(text: str) -> Iterator[str]:
    return (text[:end] for end in range(len(text) + 1))


def test_a_growing_draft_never_shows_as_checked_what_its_end_does_not_and_checks_nothing_twice() -> None:
    text = f"{HOLDS} {MADE_UP} Mr. Smith closed the bridge on Monday. [1] The bridge was closed【1】. And"
    counting = Counting()
    check = DraftCheck([CLOSED], checker=counting)
    seen = [check.so_far(prefix) for prefix in prefixes(text)]
    assert seen[0] == SoFar()
    assert all("[" not in one.unchecked and "【" not in one.unchecked for one in seen)
    last = seen[-1]
    for one in seen:
        assert [point.text for point in one.points] == [point.text for point in last.points][: len(one.points)]
        assert one.unsupported == last.unsupported[: len(one.unsupported)]
    assert [point.text for point in last.points] == [
        "On Monday the bridge over the river was closed.",
        "The bridge was closed.",
    ]
    assert last.unchecked == "And"
    assert len(counting.asked) == len(set(counting.asked))


def test_a_sentence_waits_for_the_marker_that_follows_it() -> None:
    other = evidence("The bridge over the river was closed on Monday, he said.", article="b")
    check = DraftCheck([CLOSED, other], checker=Checker())
    assert check.so_far("The bridge was closed. ").points == ()
    (point,) = check.so_far("The bridge was closed. [2] It").points
    assert point.citations[0].article_id == "b"
    assert check.of([Drafted("The articles don't say.")]).unsupported == ()


def test_models_are_named_by_options_or_else_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_LLM", "ollama:one")
    two = ["ollama:two", "openai-like:http://127.0.0.1:9/v1#three", "ollama:two"]
    assert [one.choice.model for one in llm_writers()] == ["one"]
    assert [one.choice.model for one in llm_writers(two)] == ["two", "three"]
    assert llm_writers(["none"]) == ()
    monkeypatch.delenv("BYLINE_LLM")
    assert llm_writers() == ()


def test_an_answer_in_a_models_words_is_not_shown_as_a_quotation() -> None:
    with serving(says(HOLDS)) as server:
        drafted = answer(asked(desk(writer(server))))
    quoted = answer(asked(desk()))
    assert "<blockquote>" not in render.conversation([drafted])
    assert '<p class="drafted">' not in render.conversation([quoted])
    assert "Drafted" not in render.conversation([quoted])
