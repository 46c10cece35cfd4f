"""The command `byline`. Results go to standard output; progress, warnings and errors to standard error.

Exit codes: 0 done; 1 something was refused, failed, or not found in the sources; 2 wrong usage.
Torch, Chroma and LlamaIndex are imported inside the commands that need them, so that the help comes at once.
"""

from __future__ import annotations

import importlib.metadata
import io
import os
import subprocess
import sys
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from qa import cli_chat, cli_library
from qa.evaluation.check_command import evaluate_check
from qa.evaluation.command import evaluate, figures
from qa.evaluation.conversations_command import evaluate_conversations
from qa.evaluation.drafts_command import evaluate_drafts
from qa.evaluation.reading_command import evaluate_reader
from qa.evaluation.tune_command import tune
from qa.options import (
    AfterOption,
    BeforeOption,
    JsonOption,
    LibraryOption,
    LiterallyOption,
    LlmOption,
    LlmsOption,
    OutletOption,
    announced,
    as_text,
    opened_library,
    print_json,
)
from qa.settings import library_config, llm_writer, open_assistant, reader_name
from qa.training.command import train_follow_ups, train_reader
from vectorstore.errors import BylineError, UsageError

if TYPE_CHECKING:
    from qa.types import Answer

HEADING_CHARACTERS = 300
"""How much of a question stands above its answer, where several are asked."""

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback(invoke_without_command=True)
def version(
    version: Annotated[bool, typer.Option("--version", is_eager=True, help="Print the version and exit.")] = False,
) -> None:
    """Ask news articles a question; get an answer cited to the outlets that printed it."""
    if version:
        sys.stdout.write(importlib.metadata.version("byline") + "\n")
        raise typer.Exit


for command in (cli_library.add, cli_library.articles, cli_library.show, cli_library.remove, cli_library.rebuild):
    app.command()(command)


@app.command()
def search(
    question: Annotated[str, typer.Argument(metavar="QUESTION", callback=as_text)],
    outlet: OutletOption = None,
    after: AfterOption = None,
    before: BeforeOption = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many passages.")] = 10,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the passages about a question, and see how each leg ranked them."""
    from qa import shapes, terminal
    from qa.asking import checked
    from qa.filters import parsed, resolved

    question = checked(question)
    with opened_library(library) as opened:
        filters = resolved(parsed(outlet or (), after=after, before=before), opened)
        result = opened.search(question, filters=filters, limit=limit)
    if as_json:
        print_json(shapes.searched(result))
    else:
        terminal.stdout().print(terminal.hits(result))
    if not result.hits:
        raise typer.Exit(1)


@app.command()
def ask(
    question: Annotated[
        str,
        typer.Argument(
            metavar="QUESTION",
            callback=as_text,
            help="The question, or - to read questions from standard input, one a line.",
        ),
    ],
    outlet: OutletOption = None,
    after: AfterOption = None,
    before: BeforeOption = None,
    literally: LiterallyOption = False,
    llm: LlmOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question, every sentence cited to the outlet that printed it."""
    from qa.assistant import failed
    from qa.filters import parsed

    questions = (line.strip() for line in sys.stdin if line.strip()) if question == "-" else iter([question])
    worst, count = 0, 0
    try:
        filters = parsed(outlet or (), after=after, before=before)
        with opened_library(library) as opened:
            assistant = open_assistant(opened, llm=announced(llm_writer(llm)))
            for asked in questions:
                count += 1
                answer = assistant.ask(asked, filters=filters, literally=literally)
                worst = max(worst, _exit_code(answer))
                _print_answer(answer, as_json=as_json, heading=question == "-")
            if not count:
                raise UsageError("Standard input holds no question.", next="Write one a line.", code="empty_question")
    except BylineError as error:
        # What fails before the first answer is still an answer to whoever reads JSON.
        if not as_json:
            raise
        _print_answer(failed(question, error), as_json=True)
        worst = 2 if isinstance(error, UsageError) else 1
    if worst:
        raise typer.Exit(worst)


@app.command()
def serve(
    host: Annotated[
        str, typer.Option(help="The address to listen on; anything but loopback opens the page to others.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 7860,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    root_path: Annotated[str, typer.Option(help="The path the page is under behind a proxy.")] = "",
    keep: Annotated[bool, typer.Option(help="Keep conversations, each for the browser that had it.")] = True,
    llm: LlmsOption = None,
    library: LibraryOption = None,
) -> None:
    """Serve the chat as a web page."""
    command = [sys.executable, "-m", "app", "--host", host, "--port", str(port)]
    command += ["--open"] if open_browser else []
    command += ["--root-path", root_path] if root_path else []
    command += [] if keep else ["--no-keep"]
    command += [f"--llm={model}" for model in llm or ()]
    command += ["--library", str(library_config(library).path)]
    if os.name == "posix":
        os.execv(sys.executable, command)  # noqa: S606 - our own module, no shell; signals reach the page itself
    raise typer.Exit(subprocess.call(command))  # noqa: S603 - the same


@app.command()
def doctor(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Check versions, model and library; say what is wrong and how to mend it."""
    from qa import terminal
    from qa.doctor import examine

    findings = examine(library_config(library), reader=reader_name())
    if as_json:
        print_json([finding.to_json() for finding in findings])
    else:
        terminal.stdout().print(terminal.findings(findings))
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


app.command()(cli_chat.chat)
app.command()(evaluate)
app.command()(tune)
app.command()(figures)
app.command("evaluate-check")(evaluate_check)
app.command("evaluate-conversations")(evaluate_conversations)
app.command("evaluate-drafts")(evaluate_drafts)
app.command("evaluate-reader")(evaluate_reader)
app.command("train-reader")(train_reader)
app.command("train-follow-ups")(train_follow_ups)


def main() -> None:
    """The command's entry point: an error on purpose becomes its message, what to do next, and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file's name, or a sentence, may hold what a terminal's encoding lacks.
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        # One line that is not in the terminal's encoding must not end the others.
        sys.stdin.reconfigure(errors="replace")
    try:
        app()
    except BylineError as error:
        from qa import terminal

        terminal.stderr().print(terminal.error(error.message, error.next))
        sys.exit(2 if isinstance(error, UsageError) else 1)


def _print_answer(answer: Answer, *, as_json: bool, heading: bool = False) -> None:
    from qa import terminal

    if as_json:
        print_json(answer.to_json(), indent=None if heading else 2)
        return
    if heading:
        terminal.stdout().print(terminal.plain(f"\n? {shorten(answer.question, HEADING_CHARACTERS)}", "bold cyan"))
    target = terminal.stderr() if answer.error else terminal.stdout()
    target.print(terminal.answer(answer))


def _exit_code(answer: Answer) -> int:
    if answer.error is not None:
        return 2 if answer.error.usage else 1
    return 0 if answer.status == "answered" else 1
