"""A conversation on the command line: lines go in, what to print comes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from qa import exporting
from qa.assistant import Assistant
from qa.conversations import Conversations, Kept, KeptTurn, Listed
from qa.types import Answer
from qa.writer import count
from vectorstore.errors import BylineError, UsageError
from vectorstore.types import Filters

HELP = """\
A question may lean on the ones before it: “And Hollande?”, “When was that?”, “Only TRT World”.
  ! QUESTION or /literally QUESTION   search it as it stands, leaning on nothing
  /new                                begin a new conversation
  /list, /open NUMBER                 the conversations that are kept; go on with one
  /export FILE                        save this one, as JSON if FILE ends in .json, else as Markdown
  /quit                               end (or Ctrl+D)"""


class Ended(Exception):
    """The asker said to end."""


@dataclass(slots=True)
class Chat:
    """One asker's conversation. Without `conversations` nothing is kept."""

    assistant: Assistant
    key: str
    conversations: Conversations | None = None
    filters: Filters = Filters()
    answers: tuple[Answer, ...] = ()
    conversation: str | None = None
    _listed: tuple[Listed, ...] = field(default=(), repr=False)

    def said(self, line: str) -> Iterator[Answer | str]:
        """What to print for a line: an answer, or words. Raises Ended, and BylineError for what can't be done."""
        line = line.strip()
        if not line:
            return
        command, _, rest = line.partition(" ")
        if line.startswith("!"):
            yield from self._asked(line[1:].strip(), literally=True)
        elif command in ("/literally", "/l"):
            yield from self._asked(rest.strip(), literally=True)
        elif command.startswith("/"):
            yield self._done(command, rest.strip())
        else:
            yield from self._asked(line, literally=False)

    def resume(self) -> str:
        """Goes on with the conversation that was last changed, and says with which."""
        listed = self.conversations.listed(self.key) if self.conversations else ()
        return self._open(listed[0]) if listed else "There is no conversation yet; this is the first."

    def _asked(self, question: str, *, literally: bool) -> Iterator[Answer | str]:
        answer = self.assistant.ask(question, filters=self.filters, literally=literally, history=self.answers)
        self.answers = (*self.answers, answer)
        yield answer
        if self.conversations is not None:
            try:
                self.conversation = self.conversations.keep(self.key, self.answers, conversation=self.conversation)
            except BylineError as error:
                self.conversations = None
                yield f"From here on nothing is kept. {error}"

    def _done(self, command: str, rest: str) -> str:
        if command in ("/quit", "/exit", "/q"):
            raise Ended
        if command == "/new":
            self.answers, self.conversation = (), None
            return "A new conversation."
        if command == "/list":
            return self._list()
        if command == "/open":
            return self._open(self._chosen(rest))
        if command == "/export":
            return self._export(rest)
        return HELP if command in ("/help", "/?") else f"There is no command {command}.\n{HELP}"

    def _list(self) -> str:
        self._listed = self.conversations.listed(self.key) if self.conversations else ()
        lines = [
            f"{number:3}. {one.title} ({one.changed[:10]}, {count(one.turns, 'question')})"
            for number, one in enumerate(self._listed, 1)
        ]
        return "\n".join(lines) or "No conversation is kept."

    def _chosen(self, rest: str) -> Listed:
        if not self._listed:
            self._list()
        if not rest.isdecimal() or not 1 <= int(rest) <= len(self._listed):
            raise UsageError(f"There is no conversation number “{rest}”.", next="/list numbers them.")
        return self._listed[int(rest) - 1]

    def _open(self, listed: Listed) -> str:
        assert self.conversations is not None
        self.answers = self.conversations.opened(self.key, listed.id).answers
        self.conversation = listed.id
        return f"“{listed.title}”, {count(len(self.answers), 'question')} so far."

    def _export(self, name: str) -> str:
        if not name:
            raise UsageError("The file to export to is not named.", next="/export FILE.md, or FILE.json.")
        if not self.answers:
            raise UsageError("Nothing has been asked yet.", next="Ask, then export.")
        try:
            path = Path(name).expanduser()
        except RuntimeError:
            raise UsageError(f"{name} names nobody's folder.", next="Write the whole path.") from None
        form = exporting.as_json if path.suffix.lower() == ".json" else exporting.as_markdown
        # Before there is a file: it may be that it can't be read any more.
        text = form(self._whole())
        try:
            with path.open("x", encoding="utf-8", errors="replace") as file:
                file.write(text)
        except FileExistsError:
            raise UsageError(f"{path} is there already.", next="Name another file.", code="file_exists") from None
        except OSError as error:
            raise UsageError(f"{path} can't be written: {error.strerror}.", next="Name another file.") from None
        return f"Saved as {path}."

    def _whole(self) -> Kept:
        """The conversation as it is kept; where nothing is, as it stands."""
        if self.conversations is not None and self.conversation is not None:
            return self.conversations.opened(self.key, self.conversation)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        turns = tuple(KeptTurn(now, answer.to_json(), answer) for answer in self.answers)
        return Kept(Listed("", self.answers[0].question, now, now, len(turns)), turns)
