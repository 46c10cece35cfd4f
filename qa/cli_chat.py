"""The command `byline chat`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated

import typer

from qa.options import (
    AfterOption,
    BeforeOption,
    JsonOption,
    LibraryOption,
    LlmOption,
    OutletOption,
    announced,
    opened_library,
    print_json,
)
from vectorstore.errors import BylineError


def chat(
    outlet: OutletOption = None,
    after: AfterOption = None,
    before: BeforeOption = None,
    resume: Annotated[bool, typer.Option("--continue", help="Go on with the last conversation.")] = False,
    keep: Annotated[bool, typer.Option(help="Keep the conversation beside the library.")] = True,
    llm: LlmOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask in a conversation: a question may lean on the ones before it. Reads lines; /help says what else."""
    from qa import terminal
    from qa.chat import Chat, Ended
    from qa.conversations import FILE, Conversations
    from qa.filters import parsed
    from qa.settings import chat_key, llm_writer, open_assistant

    filters = parsed(outlet or (), after=after, before=before)
    with opened_library(library) as opened:
        kept = Conversations(opened.config.path / FILE) if keep else None
        assistant = open_assistant(opened, llm=announced(llm_writer(llm)))
        conversation = Chat(assistant, chat_key() if keep else "", kept, filters)
        if resume:
            terminal.stderr().print(terminal.plain(conversation.resume(), "dim"))
        elif sys.stdin.isatty():
            terminal.stderr().print(terminal.plain("Ask; /help says what else can be typed here.", "dim"))
        for line in _lines():
            try:
                for said in conversation.said(line):
                    if isinstance(said, str):
                        terminal.stderr().print(terminal.plain(said, "dim"))
                    elif as_json:
                        print_json(said.to_json(), indent=None)
                    else:
                        heading = [] if sys.stdin.isatty() else [terminal.plain(f"\n? {said.question}", "bold cyan")]
                        terminal.stdout().print(*heading, terminal.answer(said), sep="\n")
            except Ended:
                return
            except BylineError as error:
                terminal.stderr().print(terminal.error(error.message, error.next))


def _lines() -> Iterator[str]:
    """The lines of standard input, with a prompt and a history where a person types them."""
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    with suppress(ImportError):
        import readline  # noqa: F401 - with it `input` has a history and can be edited; Windows lacks it
    while True:
        try:
            yield input("\n> ")
        except (EOFError, KeyboardInterrupt):
            sys.stdout.write("\n")
            return
