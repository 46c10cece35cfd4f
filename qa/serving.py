"""What the process that serves the page is told, and where it listens."""

from __future__ import annotations

import argparse
import os
import socket
from collections.abc import Sequence
from pathlib import Path

from vectorstore.errors import UsageError


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
    return parser.parse_args(arguments)


def free_port(host: str, port: int) -> int:
    """The port, or with 0 any free one. Raises UsageError when nothing can listen there."""
    try:
        with socket.create_server((host, port)) as probe:
            return int(probe.getsockname()[1])
    except OSError as error:
        reason = f"The page can't listen on {host}, port {port}: {os.strerror(error.errno or 0)}."
        raise UsageError(reason, next="Choose another with --port or --host.", code="port_in_use") from None
