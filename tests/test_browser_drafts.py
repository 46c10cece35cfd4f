"""Drafts by a language model in a real Chromium: a server on loopback speaks for the model, over real HTTP."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from llm_server import Asked, Behaviour, LlmServer, fails, obeys, says, serving, stalls, waits
from page_server import IMAGE, SCRIPT
from playwright.sync_api import Browser, Page, expect
from test_browser import CONTRAST, PHONE, ask, browser, opened, overflow, send, served

from vectorstore.library import Library

__all__ = ["browser"]
pytestmark = pytest.mark.browser

BRIDGE = "Was the bridge over the river closed?"
TOWER = "Was the old tower painted?"
HOLDS = "On Monday the bridge over the river was closed [1]."
MADE_UP = "The mayor resigned over 17 bridges [1]."


@pytest.fixture(scope="module")
def model() -> Iterator[LlmServer]:
    with serving(says(HOLDS)) as server:
        yield server


@pytest.fixture(scope="module")
def site(browser: Browser, model: LlmServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page on which the model on this machine may draft, then the same one by an address that is not loopback's."""
    kept = tmp_path_factory.mktemp("kept") / "conversations.sqlite3"
    far = model.url.replace("127.0.0.1", "0.0.0.0")
    models = [f"--llm=openai-like:{model.url}#near-model", f"--llm=openai-like:{far}#far-model"]
    with served("tests/page_server.py", f"--kept={kept}", *models) as address:
        yield address


def behaving(model: LlmServer, *behaviours: Behaviour) -> None:
    model.behaviours = behaviours
    model.asked.clear()


@contextmanager
def gated(model: LlmServer, *parts: str) -> Iterator[threading.Event]:
    gate = threading.Event()
    behaving(model, waits(*parts, gate=gate))
    try:
        yield gate
    finally:
        gate.set()


def test_a_draft_is_shown_sentence_by_sentence_as_it_is_checked(browser: Browser, site: str, model: LlmServer) -> None:
    with (
        opened(browser, site) as page,
        gated(
            model,
            "On Monday the bridge ov",
            f"er the river was closed [1]. {MADE_UP[:9]}",
            f"{MADE_UP[9:]} He",
            " fled to Rome.",
        ) as gate,
    ):
        send(page, BRIDGE)
        draft = page.locator(".draft")
        expect(draft.locator(".unchecked")).to_have_text("Not checked yet On Monday the bridge ov")
        expect(draft.locator(".point")).to_have_count(0)
        expect(page.locator(".progress")).to_contain_text("near-model drafts…")
        gate.set()
        expect(draft.locator(".drafted")).to_have_text("On Monday the bridge over the river was closed.")
        expect(draft.locator(".resting").first).to_have_text("1 The Post")
        expect(draft.locator(".unchecked")).to_have_text("Not checked yet The mayor")
        gate.set()
        expect(draft).to_contain_text("1 sentence left out so far")
        expect(draft.locator(".unchecked")).to_have_text("Not checked yet He")
        gate.set()
        expect(draft).to_have_count(0)
        point = page.locator(".point")
        expect(point.locator(".drafted")).to_have_text("On Monday the bridge over the river was closed.")
        expect(page.locator(".searched")).to_contain_text("Drafted by near-model on this machine.")
        expect(point.locator(".citation")).to_contain_text("in its own words")
        point.locator(".citation").click()
        expect(page.locator("mark")).to_have_text("The bridge over the river was closed on Monday.")


def test_the_quotes_are_read_until_a_sentence_of_the_draft_is_checked(
    browser: Browser, site: str, model: LlmServer
) -> None:
    with opened(browser, site) as page, gated(model, "", MADE_UP[:9], f"{MADE_UP[9:]} {HOLDS}", " He fled.") as gate:
        send(page, BRIDGE)
        meanwhile = page.locator(".draft .meanwhile")
        expect(meanwhile.locator(".label")).to_have_text("Quoted, until a sentence of the draft is checked")
        expect(meanwhile.locator("blockquote").first).to_have_text("The bridge over the river was closed on Monday.")
        expect(meanwhile.locator(".resting").first).to_have_text("1 The Post · 2 outlet not stated")
        expect(page.locator(".progress")).to_contain_text("near-model drafts…")
        gate.set()
        # What is not checked, or left out, is nothing to read in their place.
        expect(page.locator(".draft .unchecked")).to_contain_text("The mayor")
        expect(meanwhile).to_be_visible()
        gate.set()
        expect(page.locator(".draft")).to_contain_text("1 sentence left out so far")
        gate.set()
        expect(page.locator(".draft .drafted, .point .drafted").first).to_be_visible()
        expect(meanwhile).to_have_count(0)
        expect(page.locator(".draft")).to_have_count(0)
        expect(page.locator("blockquote")).to_have_count(0)


def test_a_stop_ends_the_request_and_leaves_what_was_checked(browser: Browser, site: str, model: LlmServer) -> None:
    behaving(model, stalls(f"{HOLDS} The mayor was"))
    with opened(browser, site) as page:
        send(page, BRIDGE)
        expect(page.locator(".draft .drafted")).to_be_visible()
        stop = page.get_by_role("button", name="Stop")
        stop.focus()
        page.keyboard.press("Enter")
        assert model.asked[0].hung_up.wait(5)
        expect(page.locator(".progress")).to_have_count(0)
        expect(page.locator(".draft")).to_have_count(0)
        expect(page.locator(".point .drafted")).to_have_text("On Monday the bridge over the river was closed.")
        expect(page.locator(".failed")).to_have_text("The draft was stopped.")
        expect(page.locator(".asked")).to_be_focused()
        behaving(model, stalls("The may"))
        send(page, TOWER)
        expect(page.locator(".draft .unchecked")).to_be_visible()
        page.get_by_role("button", name="Stop").click()
        assert model.asked[0].hung_up.wait(5)
        last = page.locator(".turn").last
        expect(last.locator("blockquote")).to_have_text("The old tower was painted red.")
        expect(last.locator(".failed")).to_have_text("The draft was stopped.")
        expect(last.locator(".searched")).to_contain_text("Quoted; the draft was asked of near-model")


@pytest.mark.parametrize("leaving", ["a new conversation", "closing the page"])
def test_who_leaves_a_draft_ends_its_request(browser: Browser, site: str, model: LlmServer, leaving: str) -> None:
    behaving(model, stalls("The may"))
    with opened(browser, site) as page:
        send(page, BRIDGE)
        expect(page.locator(".draft .unchecked")).to_be_visible()
        if leaving == "a new conversation":
            page.get_by_role("button", name="New conversation").click()
            expect(page.locator(".welcome")).to_be_visible()
            expect(page.locator(".draft")).to_have_count(0)
        else:
            page.goto("about:blank")
        assert model.asked[0].hung_up.wait(10)


def test_what_no_evidence_supports_can_be_seen_with_its_reason_also_when_it_was_kept(
    browser: Browser, site: str, model: LlmServer, tmp_path: Path
) -> None:
    behaving(model, says(f"{HOLDS} {MADE_UP} It was all a dream [2]."))
    with opened(browser, site, accept_downloads=True) as page:
        ask(page, BRIDGE)
        for _ in range(2):
            unsupported = page.locator(".unsupported")
            expect(unsupported.locator(".said").first).not_to_be_visible()
            unsupported.locator("summary").focus()
            page.keyboard.press("Enter")
            expect(unsupported.locator("summary")).to_have_text("2 sentences left out")
            expect(unsupported.locator(".said").first).to_have_text("The mayor resigned over 17 bridges.")
            expect(unsupported.locator(".why").first).to_contain_text(
                "Unsupported: the source does not have the number"
            )
            expect(page.locator(".point")).to_have_count(1)
            expect(page.locator(".message")).to_have_text("1 statement from 1 article.")
            page.reload()
            expect(page.locator(".turn")).to_have_count(1)
        page.locator(".kept > summary").click()
        page.locator(".doings > summary").first.click()
        for button, suffix in (("Save as Markdown", "md"), ("Save as JSON", "json")):
            with page.expect_download() as download:
                page.get_by_role("button", name=button).first.click()
            download.value.save_as(tmp_path / f"export.{suffix}")
    markdown = (tmp_path / "export.md").read_text(encoding="utf-8")
    assert "Drafted by near-model on this machine." in markdown
    assert "- Unsupported: The mayor resigned over 17 bridges. (the source does not have the number" in markdown
    (turn,) = json.loads((tmp_path / "export.json").read_text(encoding="utf-8"))["turns"]
    assert turn["answer"]["writer"] == {"kind": "llm", "model": "near-model", "sent_to": None}
    assert len(turn["answer"]["unsupported"]) == 2


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (fails(400, "no such model"), re.compile("refused the request .400.: “no such model”")),
        (says("The articles don't say."), re.compile("found no answer in the evidence; it is quoted instead")),
        (says(MADE_UP), re.compile("Nothing of the draft is supported by the evidence; it is quoted instead")),
    ],
    ids=["failure", "refusal", "nothing holds"],
)
def test_where_no_draft_holds_the_quotes_are_shown_with_a_line(
    browser: Browser, site: str, model: LlmServer, behaviour: Behaviour, said: re.Pattern[str]
) -> None:
    behaving(model, behaviour)
    with opened(browser, site) as page:
        ask(page, BRIDGE)
        expect(page.locator(".failed")).to_have_text(said)
        expect(page.locator("blockquote")).to_have_text("The bridge over the river was closed on Monday.")
        expect(page.locator(".citation")).to_have_count(2)


def test_markup_and_links_from_a_model_are_text(browser: Browser, site: str, model: LlmServer) -> None:
    hostile = (
        f"{HOLDS} The mayor {SCRIPT}{IMAGE} [press](javascript:window.ran=1) <b>fled</b> to http://192.0.2.1/x [1]."
    )
    with opened(browser, site) as page, gated(model, hostile, " And") as gate:
        send(page, BRIDGE)
        expect(page.locator(".draft .unchecked")).to_contain_text(SCRIPT)
        gate.set()
        expect(page.locator(".draft")).to_have_count(0)
        page.locator(".unsupported summary").click()
        expect(page.locator(".unsupported")).to_contain_text(f"The mayor {SCRIPT}{IMAGE}")
        assert page.locator("#log :is(script, img, b, a, em)").count() == 0
        assert page.evaluate("window.ran") is None


def test_two_browsers_at_once_each_get_their_own_draft(browser: Browser, site: str, model: LlmServer) -> None:
    both = threading.Barrier(2)

    def own(asked: Asked) -> str:
        both.wait(timeout=30)
        painted = "Question: Was the old tower" in asked.text
        return "The old tower was painted red [1]." if painted else HOLDS

    behaving(model, obeys(own))
    with opened(browser, site) as one, opened(browser, site) as two:
        send(one, BRIDGE)
        send(two, TOWER)
        expect(one.locator(".point .drafted")).to_have_text("On Monday the bridge over the river was closed.")
        expect(two.locator(".point .drafted")).to_have_text("The old tower was painted red.")
        expect(one.locator(".point")).to_have_count(1)
        expect(two.locator(".point")).to_have_count(1)


def choose(page: Page, name: str) -> None:
    page.get_by_label(name).check()


def test_nothing_is_sent_elsewhere_before_it_is_allowed_and_that_is_asked_once(
    browser: Browser, site: str, model: LlmServer
) -> None:
    behaving(model, says(HOLDS))
    with opened(browser, site) as page:
        expect(page.locator(".consent")).to_have_count(0)
        page.get_by_label("drafted by near-model").focus()
        page.keyboard.press("ArrowDown")
        consent = page.locator(".consent")
        expect(consent).to_contain_text(re.compile(r"far-model at 0\.0\.0\.0:\d+: each question, and the sentences"))
        expect(consent).to_contain_text("unencrypted")
        expect(page.get_by_label("drafted by far-model")).to_be_focused()
        ask(page, BRIDGE)
        expect(page.locator(".point blockquote")).to_be_visible()
        assert model.asked == []
        page.get_by_role("button", name="Allow it for this session").click()
        expect(consent).to_have_count(0)
        ask(page, BRIDGE)
        assert len(model.asked) == 1
        expect(page.locator(".searched").last).to_contain_text(
            re.compile(r"Drafted by far-model at 0\.0\.0\.0:\d+, where the question and its evidence were sent\.")
        )
        page.reload()
        expect(page.get_by_label("drafted by far-model")).to_be_checked()
        expect(consent).to_have_count(0)
        ask(page, BRIDGE)
        assert len(model.asked) == 2
        expect(page.locator(".searched").first).not_to_contain_text("far-model")
        choose(page, "quoted")
        ask(page, BRIDGE)
        assert len(model.asked) == 2
    with opened(browser, site) as another:
        choose(another, "drafted by far-model")
        another.get_by_role("button", name="Quote instead").click()
        expect(another.get_by_label("quoted")).to_be_checked()
        expect(another.get_by_label("quoted")).to_be_focused()
        ask(another, BRIDGE)
        assert len(model.asked) == 2


def test_no_key_and_no_address_of_a_model_reach_the_page(
    browser: Browser, model: LlmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    behaving(model, fails(401, "Incorrect key sk-test-0123456789"))
    monkeypatch.setenv("BYLINE_LLM_KEY", "sk-test-0123456789")
    received: list[str] = []
    with served("tests/page_server.py", f"--llm=openai-like:{model.url}#near-model") as address:
        with opened(browser, address) as page:
            page.on("response", lambda response: received.append(response.url))
            ask(page, BRIDGE)
            expect(page.locator(".failed")).to_contain_text("refused the key (401); the evidence is quoted instead.")
            held = page.evaluate(
                "document.documentElement.outerHTML + JSON.stringify({...localStorage, ...sessionStorage})"
            )
            config = page.request.get(f"{address}config").text()
        assert model.asked[0].headers["authorization"] == "Bearer sk-test-0123456789"
        for said in (held, config, *received):
            assert "sk-test" not in said
            assert model.url not in said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_draft_fits_a_phone_and_stands_out(browser: Browser, site: str, model: LlmServer, scheme: str) -> None:
    long = "x" * 200
    with (
        opened(browser, site, viewport=PHONE, color_scheme=scheme, has_touch=True) as page,
        gated(model, f"{HOLDS} {MADE_UP} Unended {long}", ". And") as gate,
    ):
        choose(page, "drafted by far-model")
        expect(page.locator(".consent")).to_be_visible()
        assert overflow(page) == 0
        shown = page.evaluate(CONTRAST, [".writers", ".writers label", ".consent p", ".consent .quiet"])
        choose(page, "drafted by near-model")
        expect(page.locator(".consent")).to_have_count(0)
        send(page, BRIDGE)
        expect(page.locator(".draft .unchecked")).to_contain_text(long)
        assert overflow(page) == 0
        shown |= page.evaluate(
            CONTRAST, [".draft .drafted", ".draft .resting", ".unchecked", ".unchecked .label", ".progress p"]
        )
        gate.set()
        expect(page.locator(".draft")).to_have_count(0)
        page.locator(".unsupported summary").tap()
        assert overflow(page) == 0
        shown |= page.evaluate(
            CONTRAST, [".point .drafted", ".unsupported summary", ".unsupported .said", ".why", ".why strong"]
        )
        behaving(model, fails(400))
        ask(page, BRIDGE)
        shown |= page.evaluate(CONTRAST, [".failed", ".by"])
        assert {selector: value for selector, value in shown.items() if value < 4.5} == {}


@pytest.mark.parametrize("named", ["by the option", "by the environment"])
def test_byline_serve_lets_the_model_that_it_is_given_draft_on_real_articles(
    browser: Browser,
    model: LlmServer,
    seed_library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    named: str,
) -> None:
    library = shutil.copytree(seed_library.config.path, tmp_path / "library")
    choice = f"openai-like:{model.url}#near-model"
    command = ["-c", "from qa.cli import main; main()", "serve", "--port", "0", "--library", str(library)]
    if named == "by the option":
        monkeypatch.setenv("BYLINE_LLM", "none")
        command += ["--llm", choice]
    else:
        monkeypatch.setenv("BYLINE_LLM", choice)
    behaving(model, obeys(lambda asked: f"{asked.body['messages'][1]['content'].splitlines()[1]} [1] {MADE_UP}"))
    with served(*command) as address, opened(browser, address) as page:
        ask(page, "How many people were killed in the Paris attacks?")
        expect(page.locator(".point")).to_have_count(1)
        expect(page.locator(".unsupported summary")).to_have_text("1 sentence left out")
        page.locator(".citation").first.click()
        drafted = page.locator(".point .drafted").inner_text()
        assert drafted == " ".join(page.locator("mark").inner_text().split())
        ask(page, "Who won the football world cup in Brazil?")
        expect(page.locator(".absent")).to_be_visible()
        assert len(model.asked) == 1
