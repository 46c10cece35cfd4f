"""The conversation on the command line."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from page_fakes import FakeAssistant, FakeLibrary, article

from qa.chat import Chat, Ended
from qa.cli import main
from qa.conversations import Conversations, new_key
from qa.settings import chat_key
from qa.types import Answer
from vectorstore.errors import UsageError
from vectorstore.library import Library
from vectorstore.types import Filters

ARTICLES = (
    article("The bridge was closed on Monday.", title="The bridge", outlet="The Post"),
    article("The bridge was closed for good.", title="Bridges", outlet="The Courier"),
)
KEY = new_key()


@pytest.fixture
def conversations(tmp_path: Path) -> Conversations:
    return Conversations(tmp_path / "kept")


@pytest.fixture
def chat(conversations: Conversations) -> Chat:
    return Chat(FakeAssistant(FakeLibrary(ARTICLES)), KEY, conversations)


def answered(chat: Chat, line: str) -> Answer:
    (answer,) = chat.said(line)
    assert isinstance(answer, Answer)
    return answer


def told(chat: Chat, line: str) -> str:
    (words,) = chat.said(line)
    assert isinstance(words, str)
    return words


def test_a_question_leans_on_the_one_before(chat: Chat) -> None:
    first = answered(chat, "Was the bridge closed?")
    assert (first.asked, first.leans) == ("Was the bridge closed?", False)
    second = answered(chat, "When was that?")
    assert (second.question, second.asked) == ("When was that?", "When was the bridge closed?")
    only = answered(chat, "only The Courier")
    assert only.searched.filters == Filters(("The Courier",))
    assert {citation.outlet for point in only.points for citation in point.citations} == {"The Courier"}


@pytest.mark.parametrize("line", ["! When was that?", "!When was that?", "/literally When was that?"])
def test_a_question_can_be_asked_as_typed(chat: Chat, line: str) -> None:
    answered(chat, "Was the bridge closed?")
    assert answered(chat, line).asked == "When was that?"


def test_a_new_conversation_leans_on_nothing(chat: Chat) -> None:
    answered(chat, "Was the bridge closed?")
    told(chat, "/new")
    assert not answered(chat, "When was that?").leans


def test_a_filter_that_excludes_what_is_asked_for_is_an_error_not_everything(conversations: Conversations) -> None:
    library = FakeLibrary(ARTICLES)
    chat = Chat(FakeAssistant(library), KEY, filters=Filters(outlets=("The Post",)))
    answered(chat, "Was the bridge closed?")
    with pytest.raises(UsageError, match="leave no article between them"):
        list(chat.said("Only The Courier"))


def test_conversations_are_listed_and_gone_on_with(chat: Chat, conversations: Conversations) -> None:
    answered(chat, "Was the bridge closed?")
    told(chat, "/new")
    answered(chat, "Who won the cup?")
    assert "1. Who won the cup?" in told(chat, "/list")
    assert told(chat, "/open 2").startswith("“Was the bridge closed?”, 1 question")
    again = Chat(chat.assistant, KEY, conversations)
    assert "Who won the cup?" in again.resume()
    assert told(again, "/open 2")
    assert answered(again, "When was that?").asked == "When was the bridge closed?"
    assert [one.turns for one in conversations.listed(KEY)] == [2, 1]
    with pytest.raises(UsageError, match="number “7”"):
        list(again.said("/open 7"))


@pytest.mark.parametrize("kept", [True, False])
def test_a_conversation_is_exported(chat: Chat, tmp_path: Path, kept: bool) -> None:
    if not kept:
        chat.conversations = None
    with pytest.raises(UsageError, match="Nothing has been asked"):
        list(chat.said("/export x.md"))
    answered(chat, "Was the bridge closed?")
    told(chat, f"/export {tmp_path / 'a.md'}")
    told(chat, f"/export {tmp_path / 'a.json'}")
    assert "> The bridge was closed" in (tmp_path / "a.md").read_text(encoding="utf-8")
    assert len(json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["turns"]) == 1
    with pytest.raises(UsageError, match="is there already"):
        list(chat.said(f"/export {tmp_path / 'a.md'}"))


def test_what_is_no_command_is_said_and_blank_lines_are_passed_over(chat: Chat) -> None:
    assert "There is no command /nonsense" in told(chat, "/nonsense")
    assert list(chat.said("  ")) == []
    with pytest.raises(Ended):
        list(chat.said("/quit"))


def test_the_key_is_made_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: str(tmp_path / "data"))
    key = chat_key()
    assert len(key) >= 32
    assert chat_key() == key


@pytest.mark.model
def test_the_command_reads_lines_and_keeps_them(
    seed_library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: str(tmp_path / "data"))
    lines = "Who shot down the Russian warplane?\nWhen was that?\n/quit\nWho won?\n"

    def run(*arguments: str) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["byline", "chat", "--library", str(seed_library.config.path), *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 0
        return capsys.readouterr()

    out, _ = run()
    assert "asked: When was it that someone shot down the Russian warplane?" in " ".join(out.split())
    assert "Who won?" not in out
    out, err = run("--continue", "--json")
    assert "2 questions so far" in err
    assert [json.loads(line)["question"] for line in out.splitlines()] == lines.splitlines()[:2]
    out, err = run("--continue", "--no-keep", "--json")
    assert "There is no conversation yet" in err
