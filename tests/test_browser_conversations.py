"""Conversations in a real Chromium: they lean, outlive a restart, are one's own, and need no mouse."""

from __future__ import annotations

import json
import re
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
from llm_server import Asked, Handler, obeys, serving, stalls
from playwright.sync_api import Browser, Error, Page, expect
from test_browser import CONTRAST, PHONE, ask, browser, mark_is_in_sight, opened, overflow, send, served

from vectorstore.library import Library

__all__ = ["browser"]
pytestmark = pytest.mark.browser

SIX = (
    ("Who shot down the Russian warplane?", None),
    ("When was that?", "Asked: When was it that someone shot down the Russian warplane?"),
    ("What did Putin say about the coalition?", None),
    ("What about Hollande?", "Asked: What did Hollande say about the coalition?"),
    ("Only TRT World", "Asked: What did Hollande say about the coalition? (only TRT World)"),
    ("How many people were killed in the Paris attacks?", None),
)


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return str(probe.getsockname()[1])


def reload(page: Page) -> None:
    """Loads the page again after a restart, which Gradio's page does by itself when it meets another server."""
    try:
        page.reload()
    except Error as error:
        if "ERR_ABORTED" not in error.message:
            raise
        page.wait_for_load_state()


def cite_each(page: Page) -> int:
    """Opens every citation of every turn and holds its marked sentence against the point it is under."""
    count = 0
    for point in page.locator(".point").all():
        copied = point.locator(".copy").get_attribute("data-copy") or ""
        for citation in point.locator(".citation").all():
            citation.click()
            key = citation.get_attribute("data-key") or ""
            expect(page.locator("article.source")).to_have_attribute("data-shown", key)
            assert page.locator("mark").inner_text() in copied
            count += 1
    return count


def test_six_turns_outlive_a_restart_with_their_citations(
    browser: Browser, seed_library: Library, tmp_path: Path
) -> None:
    library = shutil.copytree(seed_library.config.path, tmp_path / "library")
    command = ["-m", "app", "--port", free_port(), "--library", str(library)]
    with opened_twice(browser, command) as (page, restart):
        for question, understood in SIX:
            ask(page, question)
            turn = page.locator(".turn").last
            if understood:
                expect(turn.locator(".taken")).to_contain_text(understood)
            else:
                expect(turn.locator(".taken")).to_have_count(0)
        cited = page.locator(".citation").count()
        assert cited > 6
        shown = page.locator("#conversation").inner_text()
        restart()
        reload(page)
        expect(page.locator(".turn")).to_have_count(6)
        assert page.locator("#conversation").inner_text() == shown
        assert cite_each(page) == cited
        ask(page, "And on the plane over Egypt?")
        expect(page.locator(".turn").last.locator(".taken")).to_contain_text("killed on the plane over Egypt?")
        exported(page, tmp_path, turns=7)


def says_the_first_quotation(asked: Asked) -> str:
    return f"{asked.body['messages'][1]['content'].splitlines()[1]} [1]"


def stalls_after_it(handler: Handler, asked: Asked) -> None:
    stalls(f"{says_the_first_quotation(asked)} The mayor was")(handler, asked)


def test_six_drafted_turns_one_of_them_stopped_outlive_a_restart(
    browser: Browser, seed_library: Library, tmp_path: Path
) -> None:
    library = shutil.copytree(seed_library.config.path, tmp_path / "library")
    drafts = obeys(says_the_first_quotation)
    with serving(drafts, drafts, drafts, stalls_after_it, drafts) as model:
        llm = f"--llm=openai-like:{model.url}#near-model"
        with opened_twice(browser, ["-m", "app", "--port", free_port(), "--library", str(library), llm]) as (
            page,
            restart,
        ):
            for place, (question, understood) in enumerate(SIX):
                if place == 3:
                    send(page, question)
                    expect(page.locator(".draft .drafted")).to_be_visible()
                    page.get_by_role("button", name="Stop").click()
                    assert model.asked[3].hung_up.wait(5)
                    expect(page.locator(".progress")).to_have_count(0)
                    expect(page.locator(".turn").last.locator(".failed")).to_have_text("The draft was stopped.")
                else:
                    ask(page, question)
                if understood:
                    expect(page.locator(".turn").last.locator(".taken")).to_contain_text(understood)
            assert len(model.asked) == 6
            expect(page.locator(".turn .drafted")).to_have_count(6)
            cited = page.locator(".citation").count()
            assert cited >= 6
            shown = page.locator("#conversation").inner_text()
            restart()
            reload(page)
            expect(page.locator(".turn")).to_have_count(6)
            assert page.locator("#conversation").inner_text() == shown
            assert cite_each(page) == cited
            # The seventh leans on what was asked before the restart, and is drafted by the same model.
            ask(page, "And on the plane over Egypt?")
            expect(page.locator(".turn").last.locator(".taken")).to_contain_text("killed on the plane over Egypt?")
            expect(page.locator(".turn").last.locator(".drafted")).to_be_visible()
            turns = exported(page, tmp_path, turns=7)
        assert [turn["answer"]["writer"]["kind"] for turn in turns] == ["llm"] * 7
        errors = [turn["answer"]["writer_error"] for turn in turns]
        assert [error and error["code"] for error in errors] == [None] * 3 + ["llm_stopped"] + [None] * 3
        assert all(point["citations"] for turn in turns for point in turn["answer"]["points"])
        markdown = (tmp_path / "export.md").read_text(encoding="utf-8")
        assert markdown.count("near-model") >= 7


class opened_twice:
    """A page on a server that can be stopped and started again on the same port."""

    def __init__(self, browser: Browser, command: list[str]) -> None:
        self._browser, self._command = browser, command

    def __enter__(self) -> tuple[Page, object]:
        self._server = served(*self._command)
        self._page = opened(self._browser, self._server.__enter__(), accept_downloads=True)
        return self._page.__enter__(), self._restart

    def _restart(self) -> None:
        self._server.__exit__(None, None, None)
        self._server = served(*self._command)
        self._server.__enter__()

    def __exit__(self, *raised: object) -> None:
        try:
            self._page.__exit__(*raised)
        finally:
            self._server.__exit__(None, None, None)


def exported(page: Page, tmp_path: Path, *, turns: int) -> list[dict[str, Any]]:
    """Saves the conversation in both formats, holds them against what was asked, and returns the turns."""
    page.locator(".kept > summary").click()
    page.locator(".doings > summary").first.click()
    for button, suffix in (("Save as Markdown", ".md"), ("Save as JSON", ".json")):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).first.click()
        assert download.value.suggested_filename == f"who-shot-down-the-russian-warplane{suffix}"
        download.value.save_as(tmp_path / f"export{suffix}")
    markdown = (tmp_path / "export.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^## \d\. ", markdown, re.M)) == turns
    assert "- \\[1\\] TRT World, updated 30 Nov 2015" in markdown
    exported = json.loads((tmp_path / "export.json").read_text(encoding="utf-8"))
    assert [turn["answer"]["question"] for turn in exported["turns"]][:6] == [question for question, _ in SIX]
    assert exported["turns"][3]["answer"]["asked"] == "What did Hollande say about the coalition?"
    turns_saved: list[dict[str, Any]] = exported["turns"]
    return turns_saved


@pytest.fixture(scope="module")
def keeping_site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> object:
    kept = tmp_path_factory.mktemp("kept") / "conversations.sqlite3"
    with served("tests/page_server.py", f"--kept={kept}") as address:
        yield address


def test_a_conversation_is_renamed_opened_and_deleted_by_keyboard(browser: Browser, keeping_site: str) -> None:
    with opened(browser, keeping_site) as page:
        ask(page, "Was the bridge over the river closed?")
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator(".turn")).to_have_count(0)
        ask(page, "Was the old tower painted red?")
        summary = page.locator(".kept > summary")
        expect(summary).to_have_text("Past conversations (2)")
        summary.focus()
        page.keyboard.press("Enter")
        press_until(page, "Tab", page.locator(".reopen").nth(1))
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Control+A")
        page.keyboard.type("Bridges <b>of</b> the world")
        page.keyboard.press("Enter")
        expect(page.locator(".kept .title").nth(1)).to_have_text("Bridges <b>of</b> the world")
        expect(page.locator(".reopen").nth(1)).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(".asked")).to_contain_text("Was the bridge over the river closed?")
        expect(page.locator(".kept")).not_to_have_attribute("open", "")
        ask(page, "When was that?")
        expect(page.locator(".taken")).to_contain_text("Asked: When was the bridge over the river closed?")
        page.get_by_role("button", name="Search it as typed").click()
        expect(page.locator(".turn")).to_have_count(3)
        expect(page.locator(".taken").last).to_have_text("Searched as typed.")
        summary.click()
        page.locator(".doings > summary").first.focus()
        page.keyboard.press("Enter")
        press_until(page, "Tab", page.get_by_role("button", name="Delete").first)
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Delete for good?")).to_be_focused()
        page.keyboard.press("Enter")
        expect(summary).to_have_text("Past conversations (1)")
        expect(page.locator(".welcome")).to_be_visible()
        page.reload()
        expect(page.locator(".welcome")).to_be_visible()


def press_until(page: Page, key: str, wanted: object) -> None:
    for _ in range(20):
        page.keyboard.press(key)
        if wanted.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"{key} never reached {wanted}")


def test_a_conversation_is_its_browsers_own(browser: Browser, keeping_site: str) -> None:
    with opened(browser, keeping_site) as one, opened(browser, keeping_site) as two:
        ask(one, "Was the bridge over the river closed?")
        expect(one.locator(".kept > summary")).to_have_text("Past conversations (1)")
        two.reload()
        expect(two.locator(".kept > summary")).to_have_text("Past conversations")
        expect(two.locator(".welcome")).to_be_visible()


def test_a_switch_keeps_nothing(browser: Browser, keeping_site: str) -> None:
    with opened(browser, keeping_site) as page:
        page.locator(".kept > summary").click()
        page.get_by_label("Keep my conversations").uncheck()
        expect(page.locator(".kept > summary")).to_have_text("Past conversations · nothing is kept")
        ask(page, "Was the bridge over the river closed?")
        page.reload()
        expect(page.locator(".welcome")).to_be_visible()
        expect(page.locator(".kept > summary")).to_have_text("Past conversations · nothing is kept")
        expect(page.locator(".kept li")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_fits_a_phone_and_stands_out(browser: Browser, keeping_site: str, scheme: str) -> None:
    with opened(browser, keeping_site, viewport=PHONE, color_scheme=scheme, has_touch=True) as page:
        ask(page, "Was the bridge over the river closed? " + "x" * 100)
        ask(page, "When was that?")
        page.locator(".kept > summary").tap()
        page.locator(".doings > summary").tap()
        page.get_by_role("button", name="Delete").tap()
        assert overflow(page) == 0
        shown = [
            ".kept > summary",
            ".reopen .title",
            ".reopen .details",
            ".doings > summary",
            ".kept input[name=title]",
        ]
        shown += [".kept .quiet", ".kept [data-armed]", ".keep", ".kept > .details", ".taken"]
        contrasts = page.evaluate(CONTRAST, shown)
        assert {selector: value for selector, value in contrasts.items() if value < 4.5} == {}
        page.locator(".kept > summary").tap()
        page.locator(".citation").first.tap()
        expect(page.locator("article.source")).to_be_focused()
        assert mark_is_in_sight(page)
