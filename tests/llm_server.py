"""A server on loopback that speaks the OpenAI protocol over real HTTP, and breaks it on request."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    """One request as the server saw it."""

    headers: dict[str, str]
    body: dict[str, Any]
    hung_up: threading.Event = field(default_factory=threading.Event)

    @property
    def text(self) -> str:
        """All that the model was given to read."""
        return "\n".join(message["content"] for message in self.body["messages"])


Behaviour = Callable[["Handler", Asked], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: LlmServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked = Asked({name.lower(): value for name, value in self.headers.items()}, body)
        with self.server.lock:
            self.server.asked.append(asked)
            turn = len(self.server.asked) - 1
        behaviour = self.server.behaviours[min(turn, len(self.server.behaviours) - 1)]
        try:
            behaviour(self, asked)
        except (BrokenPipeError, ConnectionResetError):
            asked.hung_up.set()
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Silent: what is seen is in `asked`."""

    def status(self, code: int, body: str, **headers: str) -> None:
        data = body.encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()

    def piece(self, text: str) -> None:
        delta = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
        self.event({"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [delta]})

    def event(self, value: object) -> None:
        self.wfile.write(f"data: {value if isinstance(value, str) else json.dumps(value)}\n\n".encode())
        self.wfile.flush()


class LlmServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, behaviours: tuple[Behaviour, ...]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviours = behaviours
        self.asked: list[Asked] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what is tested."""


@contextmanager
def serving(*behaviours: Behaviour) -> Iterator[LlmServer]:
    """A server that behaves so on its first, second, ... request, and like the last from then on."""
    server = LlmServer(behaviours)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def says(text: str, *, size: int = 7) -> Behaviour:
    """Streams `text` in small pieces, cut anywhere."""

    def behave(handler: Handler, asked: Asked) -> None:
        handler.begin()
        for start in range(0, len(text), size):
            handler.piece(text[start : start + size])
        handler.event("[DONE]")

    return behave


def obeys(answer: Callable[[Asked], str]) -> Behaviour:
    """Says what a function of the request says."""
    return lambda handler, asked: says(answer(asked))(handler, asked)


def stalls(before: str = "", *, seconds: float = 20.0) -> Behaviour:
    """Streams `before`, then sends nothing more until the client hangs up."""

    def behave(handler: Handler, asked: Asked) -> None:
        handler.begin()
        if before:
            handler.piece(before)
        _wait_for_hang_up(handler, asked, seconds)

    return behave


def never_answers(*, seconds: float = 20.0) -> Behaviour:
    """Not even a status line."""
    return lambda handler, asked: _wait_for_hang_up(handler, asked, seconds)


def drops(before: str) -> Behaviour:
    """Streams `before` and closes the connection in the middle of it."""

    def behave(handler: Handler, asked: Asked) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        delta = {"index": 0, "delta": {"content": before}, "finish_reason": None}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [delta]}
        data = f"data: {json.dumps(chunk)}\n\n".encode()
        handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n" + b"ff\r\nhalf a chunk")
        handler.wfile.flush()
        handler.connection.close()

    return behave


def fails(code: int, message: str = "no", **headers: str) -> Behaviour:
    """Answers with an error status."""
    return lambda handler, asked: handler.status(code, json.dumps({"error": {"message": message}}), **headers)


def raw(*lines: str) -> Behaviour:
    """Streams events that are not what the protocol says."""

    def behave(handler: Handler, asked: Asked) -> None:
        handler.begin()
        for line in lines:
            handler.event(line)

    return behave


def body(text: str, code: int = 200) -> Behaviour:
    """Answers with one body and no stream."""
    return lambda handler, asked: handler.status(code, text)


def goes_on(text: str, *, times: int) -> Behaviour:
    """Says the same again and again."""

    def behave(handler: Handler, asked: Asked) -> None:
        handler.begin()
        for _ in range(times):
            handler.piece(text)
        handler.event("[DONE]")

    return behave


def trickles(text: str, *, seconds: float) -> Behaviour:
    """One piece now and then, for as long as the client listens."""

    def behave(handler: Handler, asked: Asked) -> None:
        handler.begin()
        while True:
            handler.piece(text)
            time.sleep(seconds)

    return behave


def _wait_for_hang_up(handler: Handler, asked: Asked, seconds: float) -> None:
    handler.connection.settimeout(seconds)
    try:
        if handler.connection.recv(1) == b"":
            asked.hung_up.set()
    except ConnectionResetError:
        asked.hung_up.set()
    except TimeoutError:
        pass
