"""Serves the page over the fake library, in a process of its own: `python tests/page_server.py` prints its address.

Gradio keeps event loops and sockets until the process ends, which the tests' own process must not.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from page_fakes import FakeAssistant, FakeLibrary, article

import app

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


def main() -> None:
    blocks = app.build_app(FakeAssistant(FakeLibrary(ARTICLES)), look_seconds=1)
    sys.stdout.write(f"on {app.serve(blocks, host='127.0.0.1', port=0)} \n")
    sys.stdout.flush()
    blocks.block_thread()


if __name__ == "__main__":
    main()
