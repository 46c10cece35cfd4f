"""The options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="An article's id, or its beginning.")]
