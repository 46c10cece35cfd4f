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
from qa.assistant import Assistant
from qa.conversations import FILE, Conversations
from qa.desk import Desk, Shown
from qa.headers import SafeHeaders
from qa.page import Answers, Narrowing, Page
from qa.serving import free_port, serving_options
from qa.settings import library_config
from qa.visits import Visits
from qa.writer import count
from vectorstore.errors import BylineError
from vectorstore.library import Library

QUESTIONS_AT_ONCE = 4
LOOK_FOR_CHANGES_SECONDS = 5.0


class Handlers:
    """The page's events as Gradio calls them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.page = desk.page

    def ask(
        self, question: str, answers: Answers, stored: Any, outlets: Sequence[str], after: str, before: str, read: bool
    ) -> Iterator[list[Any]]:
        narrowing = Narrowing(outlets=outlets, after=after, before=before, read=read)
        yield from map(_values, self.desk.ask(question, answers, stored, narrowing=narrowing))

    def ask_example(
        self, answers: Answers, stored: Any, outlets: Any, after: str, before: str, read: bool, event: gr.EventData
    ) -> Iterator[list[Any]]:
        yield from self.ask(str(event.question), answers, stored, outlets, after, before, read)

    def ask_as_typed(self, answers: Answers, stored: Any, event: gr.EventData) -> Iterator[list[Any]]:
        yield from map(_values, self.desk.ask_as_typed(int(event.turn), answers, stored))

    def cite(self, answers: Answers, stored: Any, event: gr.EventData) -> str:
        return self.desk.cite(str(event.key), answers, stored)

    def arrive(self, stored: Any) -> list[Any]:
        return _values(self.desk.arrive(stored))

    def fresh(self, stored: Any) -> list[Any]:
        return _values(self.desk.fresh(stored))

    def change(self, stored: Any, event: gr.EventData) -> list[Any]:
        return _values(self.desk.change(str(event.doing), stored, str(event.id), str(event.value)))

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


def build_app(
    assistant: Assistant, conversations: Conversations | None = None, *, look_seconds: float = LOOK_FOR_CHANGES_SECONDS
) -> gr.Blocks:
    """The page over an assistant, not yet served. It looks for a changed library every `look_seconds`."""
    page = Page(assistant)
    do = Handlers(Desk(page, Visits(conversations)))
    with gr.Blocks(title="Byline", analytics_enabled=False, fill_width=True) as blocks:
        answers, seen = gr.State(()), gr.State(0)
        # A name and a secret of its own let it outlive a restart. The secret hides nothing from the browser's owner;
        # the key inside is what nobody else has.
        stored = gr.BrowserState(storage_key="byline", secret="byline")  # noqa: S106
        masthead = _part("masthead")
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                kept, download = _part("kept", "kept.js"), _part("download", "kept.js")
                conversation = _part("conversation")
                question, send, narrowing = _composer()
            with gr.Column(elem_id="shelf"):
                source = _part("source")
                with gr.Column(elem_id="holdings"):
                    find = gr.Textbox(elem_id="find", label="Articles", placeholder="Title, outlet, author or file")
                    articles = _part("library")

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        shown = [conversation, answers, stored, kept, source, question]
        asked = [
            gr.on([question.submit, send.click], do.ask, [question, answers, stored, *narrowing], shown, **quiet),
            conversation.ask(do.ask_example, [answers, stored, *narrowing], shown, **quiet),
            conversation.as_typed(do.ask_as_typed, [answers, stored], shown, **quiet),
        ]
        for event in asked:
            event.failure(render.conversation, answers, conversation, **quiet)
        blocks.load(do.arrive, stored, shown, **quiet)
        # The answer that is still awaited would bring the old conversation back.
        masthead.fresh(do.fresh, stored, shown, cancels=asked, **quiet)
        kept.kept(do.change, stored, shown, **quiet)
        kept.export(do.export, stored, download, **quiet)
        for moment in (blocks.load, gr.Timer(look_seconds).tick, *(event.success for event in asked)):
            moment(do.look, [find, seen], [masthead, narrowing[0], articles, seen], **quiet)
        conversation.cite(do.cite, [answers, stored], source, **quiet)
        articles.read(do.read, None, source, **quiet)
        articles.more(do.more, find, articles, **quiet)
        find.change(page.articles, find, articles, trigger_mode="always_last", **quiet)
    return blocks.queue(default_concurrency_limit=QUESTIONS_AT_ONCE)


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
        library = Library.open(library_config(options.library))
        articles = len(library.articles())
        assistant = Assistant(library)
        blocks = build_app(assistant, Conversations(library.config.path / FILE) if options.keep else None)
        address = serve(
            blocks, host=options.host, port=options.port, root_path=options.root_path, open_browser=options.open
        )
    except BylineError as error:
        terminal.stderr().print(terminal.error(error.message, error.next))
        return 1
    threading.Thread(target=warm_up, args=[assistant], daemon=True).start()
    terminal.stdout().print(f"Byline answers from {count(articles, 'article')} on {address} (Ctrl+C stops it).")
    blocks.block_thread()
    return 0


def warm_up(assistant: Assistant) -> None:
    """Answers a question of nobody's, so that the first one asked need not wait for what is loaded at first use."""
    try:
        # By itself as well: in an empty library no question needs it, until articles are added.
        assistant.library.encoder.encode(["What is said?"])
    except BylineError as error:
        terminal.stderr().print(terminal.error(error.message, error.next))
        return
    if problem := assistant.ask("What is said?").error:
        terminal.stderr().print(terminal.error(problem.message, problem.next))


def _part(name: str, script: str = "page.js") -> gr.HTML:
    """A part of the page that Python renders and the script listens to."""
    return gr.HTML(elem_id=name, js_on_load=_asset(script), apply_default_css=False)


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
            outlets = gr.Dropdown(
                [], elem_id="outlets", label="Only these outlets", multiselect=True, allow_custom_value=True
            )
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
