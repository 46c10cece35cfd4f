"""What the process that serves the page is told, where it listens, and what it loads before the first question."""

from __future__ import annotations

import argparse
import socket
from collections.abc import Sequence
from pathlib import Path

from qa import terminal
from qa.assistant import Assistant
from qa.conversations import FILE, Conversations
from qa.desk import Desk
from qa.page import Page
from qa.settings import library_config, llm_writers, open_assistant
from qa.visits import Visits
from qa.writers import Writers
from vectorstore.errors import BylineError, UsageError
from vectorstore.library import Library


def serving_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options as `python -m app` takes them; `byline serve` passes its own on to it."""
    parser = argparse.ArgumentParser(prog="python -m app", description="Serve Byline's page.")
    switch = argparse.BooleanOptionalAction
    parser.add_argument("--library", type=Path, help="the library's folder")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=7860, help="0 takes any free port (%(default)s)")
    parser.add_argument("--root-path", default="", help="the path that the page has behind a proxy")
    parser.add_argument("--open", action=switch, default=False, help="open it in the browser")
    parser.add_argument("--keep", action=switch, default=True, help="keep conversations")
    parser.add_argument("--llm", action="append", metavar="MODEL", help="a model that may draft (repeatable)")
    return parser.parse_args(arguments)


def open_desk(options: argparse.Namespace) -> Desk:
    """The page's desk over the library, with the writers and what is kept. Raises BylineError where one can't be."""
    library = Library.open(library_config(options.library))
    visits = Visits(Conversations(library.config.path / FILE) if options.keep else None)
    writers = Writers(llm_writers(options.llm))
    return Desk(Page(open_assistant(library), drafts=bool(writers)), visits, writers)


def free_port(host: str, port: int) -> int:
    """The port, or with 0 any free one. Raises UsageError when nothing can listen there."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.create_server(address[:2], family=family) as probe:
            return int(probe.getsockname()[1])
    except OSError as error:
        reason = f"The page can't listen on {host}, port {port}: {error.strerror or error}."
        raise UsageError(reason, next="Choose another with --port or --host.", code="port_in_use") from None


def warm_up(assistant: Assistant) -> None:
    """Answers a question of nobody's, so that the first one asked need not wait for what is loaded at first use."""
    try:
        # By itself as well: in an empty library no question needs it, until articles are added.
        assistant.library.encoder.encode(["What is said?"])
        assistant.reader.scores([("What is said?", "This is said.")])
        assistant.known()
    except BylineError as error:
        terminal.stderr().print(terminal.error(error.message, error.next))
        return
    if problem := assistant.ask("What is said?").error:
        terminal.stderr().print(terminal.error(problem.message, problem.next))
