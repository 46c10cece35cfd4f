"""Serves the page over the fake library, in a process of its own: `python tests/page_server.py` prints its address.

Gradio keeps event loops and sockets until the process ends, which the tests' own process must not.
"""

from __future__ import annotations

import sys
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

from page_fakes import FakeAssistant, FakeLibrary, article

import app
from qa.conversations import Conversations

SCRIPT = "<script>window.ran = 1</script>"
IMAGE = '<img src="x" onerror="window.ran = 1">'
TRICKS = "**bold** [press](javascript:window.ran=1) ![i](http://192.0.2.1/i.png) {{constructor}} ${window.ran=1} `x`"
HOSTILE_SENTENCE = f"The poisoned well {SCRIPT} is said {IMAGE} to be safe {TRICKS}."

ARTICLES = (
    article(
        "The bridge over the river was closed on Monday.\n\n" + "Nothing else happened that day.\n\n" * 60 + "The end.",
        title="The bridge",
        outlet="The Post",
        published="2015-11-27",
        url="https://example.org/bridge",
    ),
    article(
        "Photo: AP\n\nThe bridge over the river was closed on Monday.",
        title="Bridges of the world",
        credits=("AP",),
        story=[(11, 58)],
    ),
    article(
        "Nothing here.\n\n" * 60 + "The old tower was painted red.",
        title="The tower",
        outlet="The Courier",
        updated="2016-01-02",
    ),
    article(
        f"Well, well.\n\n{HOSTILE_SENTENCE}\n\n{SCRIPT}",
        title=f"Wells {SCRIPT}{IMAGE}{TRICKS}",
        outlet=f"The Well {SCRIPT}{IMAGE}{TRICKS}",
        url="javascript:window.ran=1",
        dateline=f"WELLS {IMAGE}",
        credits=(IMAGE,),
    ),
)


class Proxy(BaseHTTPRequestHandler):
    """Passes `/byline/...` on to the page without the prefix, and the answer back as it comes."""

    upstream: str

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = self.path.removeprefix("/byline")
        if path == self.path:
            return self.send_error(404)
        upstream = HTTPConnection(self.upstream, timeout=60)
        upstream.request(self.command, path, body, dict(self.headers))
        answer = upstream.getresponse()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "transfer-encoding"):
                self.send_header(name, value)
        self.end_headers()
        while chunk := answer.read1(65536):
            self.wfile.write(chunk)
            self.wfile.flush()
        upstream.close()

    do_POST = do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


MANY = tuple(article("Nothing here.", title=f"Page {n}") for n in range(250))


def main(behind_proxy: bool, kept: str, port: int, many: bool) -> None:
    conversations = Conversations(Path(kept)) if kept else None
    assistant = FakeAssistant(FakeLibrary(MANY if many else ARTICLES))
    blocks = app.build_app(assistant, conversations, look_seconds=1)
    address = app.serve(blocks, host="127.0.0.1", port=port, root_path="/byline" if behind_proxy else "")
    if behind_proxy:
        Proxy.upstream = urlsplit(address).netloc
        proxy = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
        Thread(target=proxy.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{proxy.server_port}/byline/"
    sys.stdout.write(f"on {address} \n")
    sys.stdout.flush()
    blocks.block_thread()


if __name__ == "__main__":
    given = dict(argument.split("=", 1) for argument in sys.argv[1:] if "=" in argument)
    main(
        "--behind-proxy" in sys.argv,
        kept=given.get("--kept", ""),
        port=int(given.get("--port", 0)),
        many="--many" in sys.argv,
    )
