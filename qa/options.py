"""What several commands share: their options, opening the library, printing JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa.settings import library_config

if TYPE_CHECKING:
    from vectorstore.library import Library

LibraryOption = Annotated[
    Path | None,
    typer.Option(
        "--library",
        metavar="DIR",
        help="The library's folder. Default: $BYLINE_LIBRARY, else your user data directory.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
OutletOption = Annotated[
    list[str] | None,
    typer.Option(
        "--outlet",
        metavar="NAME",
        help="Search this outlet only (repeatable); “not stated” for articles that name none.",
    ),
]
AfterOption = Annotated[str | None, typer.Option("--after", metavar="DATE", help="This day or later, as 2015-11-27.")]
BeforeOption = Annotated[str | None, typer.Option("--before", metavar="DATE", help="This day or earlier.")]
LiterallyOption = Annotated[
    bool, typer.Option("--literally", help="Search the question as it stands: read no outlets and dates out of it.")
]
LlmOption = Annotated[
    str | None,
    typer.Option(
        "--llm",
        metavar="MODEL",
        help="Let a language model draft: openai:MODEL, anthropic:MODEL, ollama:MODEL, openai-like:URL#MODEL, local, "
        "or none. Only what the articles support is shown. Default: $BYLINE_LLM, else none.",
    ),
]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="An article's id, or its beginning.")]


def as_text(argument: str) -> str:
    """The argument with a question mark for each byte that is no text, which no library takes."""
    return argument.encode(errors="replace").decode()


@contextmanager
def opened_library(path: Path | None) -> Iterator[Library]:
    """The library that the option, or else the environment, names."""
    from vectorstore.library import Library

    with Library.open(library_config(path)) as library:
        yield library


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """One JSON value on standard output, flushed: with `indent` None on one line."""
    escaped = sys.stdout.encoding.lower() not in ("utf-8", "utf8")
    sys.stdout.write(json.dumps(value, ensure_ascii=escaped, indent=indent) + "\n")
    sys.stdout.flush()
