"""The page's layout and wiring, and the process that serves it. Gradio is used here and nowhere else."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import fields
from importlib.resources import files
from typing import Any

if __name__ == "__main__":
    # Ctrl+C ends it at once and in silence, in the seconds of the imports too. The page has no work to lose.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

# Gradio and the hub's client read these when they are imported. Gradio asks itself over HTTP when it starts,
# which a proxy must not get to see.
os.environ.update(GRADIO_ANALYTICS_ENABLED="False", HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")
os.environ["NO_PROXY"] = ",".join(filter(None, [os.environ.get("NO_PROXY"), "127.0.0.1", "localhost", "::1"]))

import gradio as gr
from starlette.middleware import Middleware

from qa import render, terminal
from qa.desk import NO_WISH, Desk, Shown
from qa.headers import SafeHeaders
from qa.page import Answers, Narrowing
from qa.serving import free_port, open_desk, serving_options, warm_up
from qa.window import COUNTED, Window
from qa.writer import count
from qa.writers import Wish, wish
from vectorstore.errors import BylineError

QUESTIONS_AT_ONCE = 4
DRAFTS_AT_ONCE = 16
"""Where a model drafts, most of an answer's time is waiting for it."""
LOOK_FOR_CHANGES_SECONDS = 5.0


class Handlers:
    """The page's events as Gradio calls them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.page = desk.page

    def ask(self, question: str, answers: Answers, stored: Any, wish: Wish, *given: Any) -> Iterator[list[Any]]:
        *narrowing, window, number = given
        turn = self.desk.ask(question, answers, stored, narrowing=Narrowing(*narrowing), wish=wish)
        yield from map(_values, window.follow(number, turn))

    def ask_example(
        self, event: gr.EventData, answers: Answers, stored: Any, wish: Wish, *given: Any
    ) -> Iterator[list[Any]]:
        yield from self.ask(str(event.question), answers, stored, wish, *given)

    def ask_as_typed(
        self, answers: Answers, stored: Any, wish: Wish, window: Window, number: int, event: gr.EventData
    ) -> Iterator[list[Any]]:
        turn = self.desk.ask_as_typed(int(event.turn), answers, stored, wish=wish)
        yield from map(_values, window.follow(number, turn))

    def stop(self, event: gr.EventData) -> None:
        self.desk.stop(str(event.token))

    def broken(self, answers: Answers) -> tuple[str, str]:
        return self.page.shown(answers), ""

    def choose(self, event: gr.EventData) -> tuple[Wish, str]:
        chosen = wish(event.writer, event.allowed)
        return chosen, self.desk.writers.panel(chosen)

    def cite(self, answers: Answers, stored: Any, event: gr.EventData) -> str:
        return self.desk.cite(str(event.key), answers, stored)

    def arrive(self, stored: Any) -> list[Any]:
        return _values(self.desk.arrive(stored))

    def fresh(self, stored: Any, window: Window, number: int) -> list[Any]:
        window.awaits(number)
        return _values(self.desk.fresh(stored))

    def change(self, stored: Any, window: Window, number: int, event: gr.EventData) -> list[Any]:
        if (doing := str(event.doing)) in ("reopen", "forget"):
            window.awaits(number)
        return _values(self.desk.change(doing, stored, str(event.id), str(event.value)))

    def export(self, stored: Any, event: gr.EventData) -> str:
        return self.desk.export(stored, str(event.id), str(event.form))

    def read(self, event: gr.EventData) -> str:
        return self.page.read(str(event.key))

    def more(self, find: str, event: gr.EventData) -> str:
        return self.page.articles(find, shown=int(event.shown) + render.ARTICLES_SHOWN)

    def look(self, find: str, seen: int) -> Any:
        holdings = self.page.holdings(find, seen=seen)
        if holdings is None:
            return gr.skip()
        return holdings.masthead, gr.update(choices=list(holdings.outlets)), holdings.articles, holdings.version


def build_app(desk: Desk, *, look_seconds: float = LOOK_FOR_CHANGES_SECONDS) -> gr.Blocks:
    """The page over a desk, not yet served. It looks for a changed library every `look_seconds`."""
    page, do = desk.page, Handlers(desk)
    with gr.Blocks(title="Byline", analytics_enabled=False, fill_width=True) as blocks:
        answers, seen, who = gr.State(()), gr.State(0), gr.State(NO_WISH)
        awaited = [gr.State(Window()), gr.Number(0, visible=False)]
        # A name and a secret of its own let it outlive a restart. The secret hides nothing from the browser's owner;
        # the key inside is what nobody else has.
        stored = gr.BrowserState(storage_key="byline", secret="byline")  # noqa: S106
        masthead = _part("masthead")
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                kept, download = _part("kept", "kept.js"), _part("download", "kept.js")
                with gr.Column(elem_id="log"):
                    conversation, draft = _part("conversation"), _part("draft", "draft.js")
                question, send, narrowing = _composer()
                writer = _part("writer", "draft.js", desk.writers.panel(NO_WISH)) if desk.writers else None
            with gr.Column(elem_id="shelf"):
                source = _part("source")
                with gr.Column(elem_id="holdings"):
                    find = gr.Textbox(elem_id="find", label="Articles", placeholder="Title, outlet, author or file")
                    articles = _part("library")

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        shown = [conversation, answers, stored, kept, source, question, draft]
        begins: dict[str, Any] = {"js": COUNTED, "trigger_mode": "multiple", **quiet}
        asking = [answers, stored, who, *narrowing, *awaited]
        asked = [
            gr.on([question.submit, send.click], do.ask, [question, *asking], shown, **begins),
            conversation.ask(do.ask_example, asking, shown, **begins),
            conversation.as_typed(do.ask_as_typed, [answers, stored, who, *awaited], shown, **begins),
        ]
        for event in asked:
            event.failure(do.broken, answers, [conversation, draft], **quiet)
        conversation.stop_draft(do.stop, None, None, concurrency_limit=None, **quiet)
        blocks.load(do.arrive, stored, shown, **quiet)
        masthead.fresh(do.fresh, [stored, *awaited], shown, **begins)
        kept.kept(do.change, [stored, *awaited], shown, **begins)
        kept.export(do.export, stored, download, **quiet)
        for moment in (blocks.load, gr.Timer(look_seconds).tick, *(event.success for event in asked)):
            moment(do.look, [find, seen], [masthead, narrowing[0], articles, seen], **quiet)
        conversation.cite(do.cite, [answers, stored], source, **quiet)
        articles.read(do.read, None, source, **quiet)
        articles.more(do.more, find, articles, **quiet)
        find.change(page.articles, find, articles, trigger_mode="always_last", **quiet)
        if writer:
            writer.choose(do.choose, None, [who, writer], **quiet)
    return blocks.queue(default_concurrency_limit=DRAFTS_AT_ONCE if desk.writers else QUESTIONS_AT_ONCE)


def serve(blocks: gr.Blocks, *, host: str, port: int, root_path: str = "", open_browser: bool = False) -> str:
    """Starts serving in the background and returns the address; port 0 takes any free one.

    Raises UsageError when it can't listen there.
    """
    port = free_port(host, port)
    _app, address, _share = blocks.launch(
        server_name=host,
        server_port=port,
        root_path=root_path or None,
        inbrowser=open_browser,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        ssr_mode=False,
        pwa=False,
        run_history=False,
        enable_monitoring=False,
        mcp_server=False,
        footer_links=[],
        max_file_size="1kb",  # Nothing is uploaded here.
        favicon_path=str(files("qa") / "page.png"),
        app_kwargs={"middleware": [Middleware(SafeHeaders)]},
        # A named font would be fetched; the style sheet says which of the reader's own are used.
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        css=_asset("page.css"),
    )
    return address


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves the page until Ctrl+C and returns the exit code: 1 when it could not start."""
    options = serving_options(arguments)
    try:
        desk = open_desk(options)
        articles = len(desk.page.assistant.library.articles())
        blocks = build_app(desk)
        address = serve(
            blocks, host=options.host, port=options.port, root_path=options.root_path, open_browser=options.open
        )
    except BylineError as error:
        terminal.stderr().print(terminal.error(error.message, error.next))
        return 1
    threading.Thread(target=warm_up, args=[desk.page.assistant], daemon=True).start()
    for said in desk.writers.describe():
        terminal.stdout().print(terminal.plain(said))
    terminal.stdout().print(f"Byline answers from {count(articles, 'article')} on {address} (Ctrl+C stops it).")
    blocks.block_thread()
    return 0


def _part(name: str, script: str = "page.js", shown: str = "") -> gr.HTML:
    """A part of the page that Python renders and the script listens to."""
    return gr.HTML(shown, elem_id=name, js_on_load=_asset(script), apply_default_css=False)


def _values(shown: Shown) -> list[Any]:
    """What is to be shown, as values of the parts that show it, in the order of its fields."""
    return [gr.skip() if (part := getattr(shown, field.name)) is None else part for field in fields(shown)]


def _composer() -> tuple[gr.Textbox, gr.Button, list[gr.components.Component]]:
    """The question's input, its button, the filters (outlets, first day, last day), and the setting."""
    with gr.Column(elem_id="composer"):
        with gr.Row(elem_id="asking"):
            placeholder = "Ask what the articles say…"
            question = gr.Textbox(elem_id="question", label="Your question", placeholder=placeholder, max_lines=6)
            send = gr.Button("Ask", elem_id="send", variant="primary")
        with gr.Row(elem_id="filters"):
            # A choice that has left the library in the meantime gets the assistant's answer, not Gradio's error.
            several: dict[str, Any] = {"multiselect": True, "allow_custom_value": True}
            outlets = gr.Dropdown(elem_id="outlets", label="Only these outlets", **several)
            days = [_day("after", "From"), _day("before", "Up to")]
        read = gr.Checkbox(True, elem_id="read", label="Read outlets and dates from the question", container=False)
        return question, send, [outlets, *days, read]


def _day(name: str, label: str) -> gr.HTML:
    """The browser's own date input: its keyboard, its calendar and its language."""
    return gr.HTML(
        "",
        elem_id=name,
        elem_classes="date",
        apply_default_css=False,
        html_template=f'<label>{label} <input type="date" name="{name}" value="${{value}}"></label>',
        js_on_load="element.addEventListener('change', (event) => { props.value = event.target.value; });",
    )


def _asset(name: str) -> str:
    return (files("qa") / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
