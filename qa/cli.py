"""The command `byline`. Results go to standard output; progress, warnings and errors to standard error.

Exit codes: 0 done; 1 something was refused, failed, or not found in the sources; 2 wrong usage.
Torch, Chroma and LlamaIndex are imported inside the commands that need them, so that the help comes at once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa.options import AfterOption, BeforeOption, IdArgument, JsonOption, LibraryOption, OutletOption
from qa.settings import library_config
from vectorstore.errors import BylineError, UsageError

if TYPE_CHECKING:
    from qa.types import Answer
    from vectorstore.library import Library

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Ask news articles a question; get an answer cited to the outlets that printed it.",
)


@app.command()
def add(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Files (.txt, .md), or folders with all below them.")
    ],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add articles, or update those that have changed."""
    from qa import shapes, terminal

    with _opened(library) as opened, terminal.progress("Adding") as progress:
        files = opened.add(paths, progress=progress)
    if as_json:
        _print_json([shapes.reported(file) for file in files])
    else:
        terminal.stdout().print(terminal.reports(files))
        if any(file.outcome in ("added", "updated") for file in files):
            terminal.stderr().print('Next: byline ask "…", or byline serve for the page.', style="dim")
    if any(file.outcome == "refused" for file in files):
        raise typer.Exit(1)


@app.command()
def articles(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """List the articles in the library."""
    from qa import shapes, terminal

    with _opened(library) as opened:
        records = opened.articles()
    if as_json:
        _print_json([shapes.listed(record) for record in records])
    elif records:
        terminal.stdout().print(terminal.articles(records))
    else:
        terminal.stdout().print("The library holds no articles yet. Next: byline add PATH")


@app.command()
def show(
    article_id: IdArgument,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one article: its text, the spans of its story, and where each attribute was read."""
    from qa import shapes, terminal

    with _opened(library) as opened:
        record = opened.record(article_id)
        article = opened.article(record.id)
    if as_json:
        _print_json(shapes.whole(article, record))
    else:
        terminal.stdout().print(terminal.article(article, record))


@app.command()
def remove(
    article_id: IdArgument,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove one article."""
    from qa import shapes, terminal

    with _opened(library) as opened:
        record = opened.remove(opened.record(article_id).id)
    if as_json:
        _print_json(shapes.listed(record))
    else:
        terminal.stdout().print(terminal.plain(f"Removed {record.id}: {record.title or record.source}"))


@app.command()
def search(
    question: str,
    outlet: OutletOption = None,
    after: AfterOption = None,
    before: BeforeOption = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many passages.")] = 10,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the passages about a question, and see how each leg ranked them."""
    from qa import shapes, terminal
    from qa.assistant import checked
    from qa.filters import parsed, resolved

    question = checked(question)
    with _opened(library) as opened:
        filters = resolved(parsed(outlet or (), after=after, before=before), opened)
        result = opened.search(question, filters=filters, limit=limit)
    if as_json:
        _print_json(shapes.searched(result))
    else:
        terminal.stdout().print(terminal.hits(result))
    if not result.hits:
        raise typer.Exit(1)


@app.command()
def ask(
    question: Annotated[
        str, typer.Argument(help="The question, or - to read questions from standard input, one a line.")
    ],
    outlet: OutletOption = None,
    after: AfterOption = None,
    before: BeforeOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question, every sentence cited to the outlet that printed it."""
    from qa.assistant import Assistant, failed
    from qa.filters import parsed

    questions = (line.strip() for line in sys.stdin if line.strip()) if question == "-" else iter([question])
    worst = 0
    try:
        filters = parsed(outlet or (), after=after, before=before)
        with _opened(library) as opened:
            assistant = Assistant(opened)
            for asked in questions:
                answer = assistant.ask(asked, filters=filters)
                worst = max(worst, _exit_code(answer))
                _print_answer(answer, as_json=as_json, heading=question == "-")
    except BylineError as error:
        # What fails before the first answer is still an answer to whoever reads JSON.
        if not as_json:
            raise
        _print_answer(failed(question, error), as_json=True)
        worst = 2 if isinstance(error, UsageError) else 1
    if worst:
        raise typer.Exit(worst)


@app.command()
def rebuild(
    source: Annotated[
        list[Path] | None,
        typer.Option(
            "--from", metavar="DIR", help="Read the articles from these folders again, when the store can't be read."
        ),
    ] = None,
    if_needed: Annotated[
        bool, typer.Option("--if-needed", help="Only if this version can't use the library as it is.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Build the library anew from the stored texts, beside the old one, then swap them."""
    from qa import shapes, terminal
    from vectorstore.library import Library

    config = library_config(library)
    if if_needed and not Library.needs_rebuild(config):
        return
    with terminal.progress("Rebuilding") as progress:
        files = Library.rebuild(config, from_dirs=source or (), progress=progress)
    if as_json:
        _print_json([shapes.reported(file) for file in files])
    else:
        terminal.stdout().print(terminal.reports(files))
    if any(file.outcome == "refused" for file in files):
        raise typer.Exit(1)


@app.command()
def serve(
    host: Annotated[
        str, typer.Option(help="The address to listen on; anything but loopback opens the page to others.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 7860,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    root_path: Annotated[str, typer.Option(help="The path the page is under behind a proxy.")] = "",
    library: LibraryOption = None,
) -> None:
    """Serve the chat as a web page."""
    command = [sys.executable, "-m", "app", "--host", host, "--port", str(port)]
    command += ["--open"] if open_browser else []
    command += ["--root-path", root_path] if root_path else []
    command += ["--library", str(library_config(library).path)]
    if os.name == "posix":
        os.execv(sys.executable, command)  # noqa: S606 - our own module, no shell; signals reach the page itself
    raise typer.Exit(subprocess.call(command))  # noqa: S603 - the same


@app.command()
def doctor(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Check versions, model and library; say what is wrong and how to mend it."""
    from qa import terminal
    from qa.doctor import examine

    findings = examine(library_config(library))
    if as_json:
        _print_json([finding.to_json() for finding in findings])
    else:
        terminal.stdout().print(terminal.findings(findings))
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


def main() -> None:
    """The command's entry point: an error on purpose becomes its message, what to do next, and an exit code."""
    try:
        app()
    except BylineError as error:
        from qa import terminal

        terminal.stderr().print(terminal.error(error.message, error.next))
        sys.exit(2 if isinstance(error, UsageError) else 1)


@contextmanager
def _opened(path: Path | None) -> Iterator[Library]:
    from vectorstore.library import Library

    with Library.open(library_config(path)) as library:
        yield library


def _print_answer(answer: Answer, *, as_json: bool, heading: bool = False) -> None:
    from qa import terminal

    if as_json:
        _print_json(answer.to_json(), indent=None if heading else 2)
        return
    if heading:
        terminal.stdout().print(terminal.plain(f"\n? {answer.question}", "bold cyan"))
    target = terminal.stderr() if answer.error else terminal.stdout()
    target.print(terminal.answer(answer))


def _exit_code(answer: Answer) -> int:
    if answer.error is not None:
        return 2 if answer.error.usage else 1
    return 0 if answer.status == "answered" else 1


def _print_json(value: Any, *, indent: int | None = 2) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")
    sys.stdout.flush()
