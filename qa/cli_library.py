"""The commands that keep the library: add, articles, show, remove, rebuild."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa.options import IdArgument, JsonOption, LibraryOption, opened_library, print_json
from qa.settings import library_config


def add(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Files (.txt, .md), or folders with all below them.")
    ],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add articles, or update those that have changed."""
    from qa import shapes, terminal, terminal_library

    with opened_library(library) as opened, terminal.progress("Adding") as progress:
        files = opened.add(paths, progress=progress)
    if as_json:
        print_json([shapes.reported(file) for file in files])
    else:
        terminal.stdout().print(terminal_library.reports(files))
        if any(file.outcome in ("added", "updated") for file in files):
            terminal.stderr().print('Next: byline ask "…", or byline serve for the page.', style="dim")
    if any(file.outcome == "refused" for file in files):
        raise typer.Exit(1)


def articles(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """List the articles in the library."""
    from qa import shapes, terminal, terminal_library

    with opened_library(library) as opened:
        records = opened.articles()
    if as_json:
        print_json([shapes.listed(record) for record in records])
    elif records:
        stdout = terminal.stdout()
        stdout.print(terminal_library.articles(records, width=stdout.width))
    else:
        terminal.stdout().print("The library holds no articles yet. Next: byline add PATH")


def show(
    article_id: IdArgument,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one article: its text, the spans of its story, and where each attribute was read."""
    from qa import shapes, terminal, terminal_library

    with opened_library(library) as opened:
        record = opened.record(article_id)
        article = opened.article(record.id)
    if as_json:
        print_json(shapes.whole(article, record))
    else:
        terminal.stdout().print(terminal_library.article(article, record))


def remove(
    article_id: IdArgument,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove one article."""
    from qa import shapes, terminal

    with opened_library(library) as opened:
        record = opened.remove(opened.record(article_id).id)
    if as_json:
        print_json(shapes.listed(record))
    else:
        terminal.stdout().print(terminal.plain(f"Removed {record.id}: {record.title or record.source}"))


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
    from qa import shapes, terminal, terminal_library
    from vectorstore.library import Library

    config = library_config(library)
    if if_needed and not Library.needs_rebuild(config):
        return
    with terminal.progress("Rebuilding") as progress:
        files = Library.rebuild(config, from_dirs=source or (), progress=progress)
    if as_json:
        print_json([shapes.reported(file) for file in files])
    else:
        terminal.stdout().print(terminal_library.reports(files))
    if any(file.outcome == "refused" for file in files):
        raise typer.Exit(1)
