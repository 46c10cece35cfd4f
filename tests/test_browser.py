"""The page in a real Chromium: over the library of the seeds, and over a small fake one for what is hard to stage."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from page_server import ARTICLES, HOSTILE_SENTENCE
from playwright.sync_api import Browser, Page, expect, sync_playwright

from vectorstore.config import LibraryConfig
from vectorstore.library import Library

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        reason = "no Chromium: sudo apt-get install --yes chromium"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def served(*command: str) -> Iterator[str]:
    """The address that a process which serves the page says it is on."""
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        said = ""
        while not (found := re.search(r"on\s+(http://127\.0\.0\.1:\d+/\S*)\s", said)):
            line = process.stdout.readline()
            assert line, f"the page did not start: {said}"
            said += line
        yield found.group(1)
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


@pytest.fixture(scope="module")
def fake_site(browser: Browser) -> Iterator[str]:
    with served("tests/page_server.py") as address:
        yield address


@pytest.fixture(scope="module")
def library(seed_library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the seeds that may be changed."""
    return Path(shutil.copytree(seed_library.config.path, tmp_path_factory.mktemp("page") / "library"))


@pytest.fixture(scope="module")
def site(browser: Browser, library: Path) -> Iterator[str]:
    with served("-m", "app", "--port", "0", "--library", str(library)) as address:
        yield address


@contextmanager
def opened(browser: Browser, address: str, **settings: object) -> Iterator[Page]:
    """A new browser window on the page. No request may leave loopback and no script may fail while it is open."""
    strayed: list[str] = []
    failures: list[str] = []
    context = browser.new_context(**{"viewport": DESK, "reduced_motion": "reduce", **settings})
    page = context.new_page()
    page.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    page.on("request", lambda request: None if at_home(request.url) else strayed.append(request.url))
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(address)
    expect(page.locator(".articles li").first).to_be_visible()
    yield page
    context.close()
    assert strayed == []
    assert failures == []


def at_home(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob") or parts.hostname == "127.0.0.1"


def ask(page: Page, question: str) -> None:
    turns = page.locator(".turn").count()
    send(page, question)
    expect(page.locator(".turn")).to_have_count(turns + 1)
    expect(page.locator(".progress")).to_have_count(0)


def send(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")


def mark_is_in_sight(page: Page) -> bool:
    box = page.locator("mark").bounding_box()
    assert box is not None
    return box["y"] >= 0 and box["y"] + box["height"] <= page.viewport_size["height"]


def overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_an_example_is_answered_and_its_source_opened_by_mouse(browser: Browser, site: str) -> None:
    with opened(browser, site) as page:
        expect(page.locator(".holdings")).to_contain_text("5 articles · 3 outlets · 2 name no outlet")
        page.locator(".examples button", has_text="servicemen").click()
        expect(page.locator(".point").first).to_be_visible()
        moscow = page.locator(".citation", has_text=re.compile(r"The Moscow Times\s+· 27 Nov 2015"))
        moscow.first.click()
        source = page.locator("article.source")
        expect(source).to_be_focused()
        expect(source.locator("mark")).to_be_visible()
        assert mark_is_in_sight(page)
        text = SEEDS[0].read_text(encoding="utf-8")
        assert source.locator(".text").evaluate("node => node.textContent") == text
        assert source.locator("mark").inner_text().strip() in text
        expect(source.locator("dl")).to_contain_text("Anna Dolgov")
        expect(source.locator("a")).to_have_attribute("href", re.compile(r"^https://www\.themoscowtimes\.com/2015/"))


def test_every_citation_opens_its_quote(browser: Browser, site: str) -> None:
    with opened(browser, site) as page:
        ask(page, "What did Putin say about the deaths of our servicemen?")
        assert page.locator(".citation").count() > 1
        for point in page.locator(".point").all():
            for citation in point.locator(".citation").all():
                citation.click()
                key = citation.get_attribute("data-key") or ""
                expect(page.locator("article.source")).to_have_attribute("data-shown", key)
                assert page.locator("mark").inner_text() in (point.locator(".copy").get_attribute("data-copy") or "")


def test_a_source_is_opened_and_closed_by_keyboard(browser: Browser, site: str) -> None:
    with opened(browser, site) as page:
        ask(page, "What did Putin say about cooperating with the coalition?")
        page.locator("#conversation .asked").last.focus()
        page.keyboard.press("Tab")
        expect(page.locator(".citation").first).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("article.source")).to_be_focused()
        assert mark_is_in_sight(page)
        page.keyboard.press("Escape")
        expect(page.locator("article.source")).to_have_count(0)
        expect(page.locator(".citation").first).to_be_focused()
        page.keyboard.press("Space")
        expect(page.locator("article.source")).to_be_focused()


def test_what_the_articles_do_not_say_is_said(browser: Browser, site: str) -> None:
    with opened(browser, site) as page:
        ask(page, "Who won the football world cup in Brazil?")
        expect(page.locator(".absent .verdict")).to_have_text("The articles don't say.")
        expect(page.locator(".absent .searched")).to_contain_text("Searched 5 articles")
        expect(page.locator(".points")).to_have_count(0)
        expect(page.locator(".absent .reasons li")).to_have_count(1)
        expect(page.locator(".absent .nearest")).to_contain_text("was not found to answer it")
        page.locator(".absent .nearest .citation").click()
        expect(page.locator(".source mark")).to_be_visible()


def test_an_outlet_filter_leaves_only_that_outlet(browser: Browser, site: str) -> None:
    with opened(browser, site) as page:
        page.locator("#outlets input").click()
        page.get_by_role("option", name="USA TODAY").click()
        page.keyboard.press("Escape")
        ask(page, "What did Putin tell Hollande about working with the coalition?")
        outlets = page.locator(".citation .outlet").all_inner_texts()
        assert outlets
        assert set(outlets) == {"USA TODAY"}
        expect(page.locator(".searched")).to_contain_text("Searched 1 article: USA TODAY. Filtered by outlet.")


def test_articles_added_while_the_page_runs_appear_and_answer(
    browser: Browser, site: str, library: Path, tmp_path: Path
) -> None:
    otter = tmp_path / "otter.txt"
    otter.write_text("An otter in the harbour\n\nAn otter was seen in the harbour of Kirkwall, its master said.\n")
    with opened(browser, site) as page, Library.open(LibraryConfig(path=library)) as writer:
        (report,) = writer.add([otter])
        expect(page.locator(".holdings")).to_contain_text("6 articles")
        expect(page.locator(".articles")).to_contain_text("An otter in the harbour")
        ask(page, "Where was the otter seen?")
        expect(page.locator(".point").first).to_contain_text("harbour of Kirkwall")
        writer.remove(report.article_id)
        page.locator(".citation").first.click()
        expect(page.locator("article.source")).to_contain_text("no longer in the library")
        expect(page.locator(".holdings")).to_contain_text("5 articles")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_it_all_without_scrolling_sideways(browser: Browser, fake_site: str, scheme: str) -> None:
    with opened(browser, fake_site, viewport=PHONE, color_scheme=scheme, has_touch=True) as page:
        assert overflow(page) == 0
        ask(page, "Was the bridge over the river closed? And the poisoned well?" + "x" * 300)
        assert overflow(page) == 0
        page.locator(".citation").first.tap()
        expect(page.locator("article.source")).to_be_focused()
        assert mark_is_in_sight(page)
        assert overflow(page) == 0
        answer, source = page.locator(".point").first.bounding_box(), page.locator("article.source").bounding_box()
        assert source["y"] > answer["y"]
        page.get_by_role("button", name="Close").tap()
        expect(page.locator(".citation").first).to_be_focused()
        page.locator(".articles button").last.tap()
        expect(page.locator("article.source")).to_be_visible()
        assert overflow(page) == 0


@pytest.mark.parametrize("width", [870, 1024, 1280])
def test_a_desk_has_room_for_every_filter(browser: Browser, fake_site: str, width: int) -> None:
    with opened(browser, fake_site, viewport={"width": width, "height": 700}) as page:
        assert overflow(page) == 0
        for name in ("#outlets", "#after", "#before"):
            box = page.locator(name).bounding_box()
            assert box["width"] >= 140
            assert box["y"] + box["height"] <= 700


def test_a_hostile_article_is_shown_as_text(browser: Browser, fake_site: str) -> None:
    with opened(browser, fake_site) as page:
        ask(page, "What is said of the poisoned well?")
        expect(page.locator("blockquote").first).to_have_text(HOSTILE_SENTENCE)
        page.locator(".citation").first.click()
        source = page.locator("article.source")
        expect(source.locator("mark")).to_have_text(HOSTILE_SENTENCE)
        hostile = ARTICLES[-1]
        assert source.locator(".text").evaluate("node => node.textContent") == hostile.text
        expect(source.locator("h2")).to_have_text(hostile.title.value)
        expect(source.locator("dl")).to_contain_text("javascript:window.ran=1")
        expect(source.locator("a")).to_have_count(0)
        ask(page, f"{hostile.title.value} of the poisoned well")
        page.locator(".articles button").last.evaluate("button => button.click()")
        expect(source).to_be_visible()
        assert page.locator(":is(#conversation, #shelf, #masthead) :is(script, img, strong, em)").count() == 0
        assert page.evaluate("window.ran") is None


def test_two_browsers_asking_at_once_each_get_their_own_answer(browser: Browser, fake_site: str) -> None:
    questions = {"Together: was the bridge over the river closed?": "closed", "Together: the old tower painted?": "red"}
    with opened(browser, fake_site) as one, opened(browser, fake_site) as two:
        for page, question in zip((one, two), questions, strict=True):
            send(page, question)
        for page, (question, answer) in zip((one, two), questions.items(), strict=True):
            expect(page.locator(".point")).to_have_count(1)
            expect(page.locator(".point blockquote")).to_contain_text(answer)
            expect(page.locator(".asked")).to_contain_text(question)
            expect(page.locator(".turn")).to_have_count(1)


def test_a_question_sent_while_another_is_answered_waits_and_none_is_lost(browser: Browser, fake_site: str) -> None:
    question = "Together, as The Post reported: was the bridge over the river closed?"
    with opened(browser, fake_site) as one, opened(browser, fake_site) as two:
        send(one, question)
        ask(two, "Together: was the old tower painted?")
        one.get_by_role("button", name="Search it as typed").click()
        expect(one.locator(".progress")).to_be_visible()
        send(one, "Was the old tower painted?")
        one.locator("#send").click()
        ask(two, "Together: was the old tower painted?")
        expect(one.locator(".progress")).to_have_count(0)
        expect(one.locator(".turn")).to_have_count(2)
        expect(one.locator("#question textarea")).to_have_value("Was the old tower painted?")
        one.locator("#send").click()
        expect(one.locator(".turn")).to_have_count(3)
        expect(one.locator(".turn").last.locator(".point")).to_contain_text("red")


def test_citations_belong_to_their_turn(browser: Browser, fake_site: str) -> None:
    with opened(browser, fake_site) as page:
        ask(page, "Was the bridge over the river closed?")
        ask(page, "Was the old tower painted?")
        page.locator(".turn").first.locator(".citation").first.click()
        expect(page.locator("mark")).to_have_text("The bridge over the river was closed on Monday.")
        page.locator(".turn").last.locator(".citation").first.click()
        expect(page.locator("mark")).to_have_text("The old tower was painted red.")
        assert mark_is_in_sight(page)
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator(".welcome")).to_be_visible()
        expect(page.locator("article.source")).to_have_count(0)
        expect(page.locator(".turn")).to_have_count(0)


def test_a_date_filter_reaches_the_search(browser: Browser, fake_site: str) -> None:
    with opened(browser, fake_site) as page:
        page.locator("#after input").fill("2016-01-01")
        ask(page, "Was the bridge over the river closed?")
        expect(page.locator(".absent")).to_contain_text("Filtered by date from 1 Jan 2016.")
        ask(page, "Was the old tower painted?")
        expect(page.locator(".citation")).to_contain_text(re.compile(r"The Courier\s+· updated 2 Jan 2016"))
        page.locator("#after input").fill("")
        page.locator("#before input").fill("2015-12-31")
        ask(page, "Was the old tower painted?")
        expect(page.locator(".turn").last.locator(".absent")).to_be_visible()


def test_a_question_is_searched_as_typed_by_a_button_and_by_a_setting(browser: Browser, fake_site: str) -> None:
    question = "As The Post reported, was the bridge over the river closed?"
    with opened(browser, fake_site) as page:
        turns, taken = page.locator(".turn"), page.locator(".taken")
        ask(page, question)
        expect(taken).to_contain_text("Read as asking The Post.")
        expect(page.locator(".citation")).to_have_count(1)
        page.locator(".asked").focus()
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Search it as typed")).to_be_focused()
        page.keyboard.press("Enter")
        expect(turns.nth(1).locator(".citation")).to_have_count(2)
        expect(turns.nth(1).locator(".asked")).to_contain_text(question)
        expect(turns.nth(1).locator(".asked")).to_be_focused()
        expect(taken.nth(1)).to_have_text("Searched as typed.")
        page.get_by_label("Read outlets and dates from the question").focus()
        page.keyboard.press("Space")
        ask(page, question)
        expect(taken.nth(2)).to_have_text("Searched as typed.")
        page.get_by_role("button", name="New conversation").click()
        expect(turns).to_have_count(0)
        ask(page, question)
        expect(taken).to_have_text("Searched as typed.")


def test_the_keyboard_goes_with_a_turn_that_a_button_began_before_its_answer_is_there(
    browser: Browser, fake_site: str
) -> None:
    with opened(browser, fake_site) as one, opened(browser, fake_site) as two:
        send(one, "Together, as The Post reported: was the bridge over the river closed?")
        ask(two, "Together: was the old tower painted?")
        expect(one.locator("#question textarea")).to_be_focused()
        one.get_by_role("button", name="Search it as typed").focus()
        one.keyboard.press("Enter")
        expect(one.locator(".progress")).to_be_visible()
        expect(one.locator(".asked").nth(1)).to_be_focused()
        ask(two, "Together: was the old tower painted?")
        expect(one.locator(".turn").nth(1).locator(".citation")).to_have_count(2)
        expect(one.locator(".asked").nth(1)).to_be_focused()


def test_the_keyboard_goes_from_an_example_to_its_answer_and_stays_where_a_question_is_typed(
    browser: Browser, site: str
) -> None:
    with opened(browser, site) as page:
        question = page.locator("#question textarea")
        expect(question).to_be_focused()
        page.locator(".examples button").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".point").first).to_be_visible()
        expect(page.locator(".asked")).to_be_focused()
        ask(page, "Who shot down the Russian warplane?")
        expect(question).to_be_focused()
        fresh = page.get_by_role("button", name="New conversation")
        fresh.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".welcome")).to_be_visible()
        expect(fresh).to_be_focused()


def test_no_answer_comes_into_a_conversation_begun_after_its_question(browser: Browser, fake_site: str) -> None:
    with opened(browser, fake_site) as one, opened(browser, fake_site) as two:
        send(one, "Together: was the bridge over the river closed?")
        expect(one.locator(".progress")).to_be_visible()
        one.get_by_role("button", name="New conversation").click()
        expect(one.locator(".welcome")).to_be_visible()
        ask(two, "Together: was the old tower painted?")
        ask(one, "Was the old tower painted?")
        expect(one.locator(".turn")).to_have_count(1)
        expect(one.locator(".point")).to_contain_text("red")


def test_a_question_sent_twice_by_a_double_press_is_asked_once(browser: Browser, fake_site: str) -> None:
    with opened(browser, fake_site) as page:
        page.locator("#question textarea").fill("Was the old tower painted?")
        page.locator("#send").dblclick()
        expect(page.locator(".point").first).to_contain_text("red")
        ask(page, "Was the bridge over the river closed?")
        expect(page.locator(".turn")).to_have_count(2)


def test_the_keyboard_goes_to_the_first_article_of_those_asked_for(browser: Browser) -> None:
    with served("tests/page_server.py", "--many") as address, opened(browser, address) as page:
        articles = page.locator(".articles button")
        for shown, then in ((100, 200), (200, 250)):
            page.locator(".more").focus()
            page.keyboard.press("Enter")
            expect(articles).to_have_count(then)
            expect(articles.nth(shown)).to_be_focused()
        expect(page.locator(".more")).to_have_count(0)


def test_the_keyboard_is_seen_wherever_it_goes(browser: Browser, fake_site: str) -> None:
    seen = "getComputedStyle(document.activeElement.closest('#outlets .wrap') || document.activeElement)"
    with opened(browser, fake_site) as page:
        question = page.locator("#question textarea")
        expect(question).to_be_focused()
        unseen = []
        for _ in range(16):
            outline = page.evaluate(f"[{seen}.outlineStyle, {seen}.outlineWidth, document.activeElement.outerHTML]")
            if outline[:2] != ["solid", "2px"]:
                unseen.append(outline)
            page.keyboard.press("Tab")
        assert unseen == []


def test_escape_closes_an_open_list_of_outlets_before_the_source(browser: Browser, fake_site: str) -> None:
    with opened(browser, fake_site) as page:
        page.locator(".articles button").first.click()
        source = page.locator("article.source")
        expect(source).to_be_focused()
        page.locator("#outlets input").click()
        expect(page.get_by_role("option").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("option")).to_have_count(0)
        expect(source).to_be_visible()
        page.keyboard.press("Escape")
        expect(source).to_have_count(0)
        expect(page.locator(".articles button").first).to_be_focused()


def test_an_empty_question_asks_nothing(browser: Browser, fake_site: str) -> None:
    with opened(browser, fake_site) as page:
        box = page.locator("#question textarea")
        box.fill("   ")
        box.press("Enter")
        page.locator("#send").click()
        expect(box).to_be_focused()
        ask(page, "Together")
        expect(page.locator(".turn")).to_have_count(1)


@pytest.mark.parametrize("clipboard", [True, False], ids=["clipboard", "fallback"])
def test_a_point_is_copied_with_its_sources(browser: Browser, fake_site: str, clipboard: bool) -> None:
    with opened(browser, fake_site, permissions=["clipboard-read", "clipboard-write"]) as page:
        ask(page, "Was the bridge over the river closed?")
        if not clipboard:
            page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
        page.locator(".copy").first.click()
        expect(page.locator(".copy").first).to_have_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert "— The Post, 27 Nov 2015, “The bridge”\nhttps://example.org/bridge\n— outlet not stated" in copied
        assert copied.startswith("The bridge over the river was closed on Monday.")
        expect(page.locator(".copy").first).to_have_text("Copy")


CONTRAST = """selectors => {
  const channel = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parsed = colour => colour.match(/[\\d.]+/g).map(Number);
  const behind = node => {
    for (; node; node = node.parentElement) {
      const colour = parsed(getComputedStyle(node).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
  };
  return Object.fromEntries(selectors.map(selector => {
    const node = document.querySelector(selector);
    const [dark, light] = [parsed(getComputedStyle(node).color), behind(node)].map(luminance).sort((a, b) => a - b);
    return [selector, (light + 0.05) / (dark + 0.05)];
  }));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(browser: Browser, fake_site: str, scheme: str) -> None:
    with opened(browser, fake_site, color_scheme=scheme) as page:
        shelf = [".holdings", ".motto", ".article .outlet", ".article .title", ".article .details", "#send"]
        assert min(page.evaluate(CONTRAST, shelf).values()) >= 4.5
        ask(page, "Who won the cup, as The Post reported?")
        ask(page, "?!")
        ask(page, "Was the bridge over the river closed?")
        page.locator(".citation.unnamed").click()
        expect(page.locator("mark")).to_be_visible()
        shown = [".asked", "blockquote", ".citation .number", ".citation .when", ".citation[aria-current] .outlet"]
        shown += [
            ".citation .credits",
            ".copy",
            ".taken",
            ".taken .quiet",
            ".searched",
            ".absent .verdict",
            ".problem .verdict",
            ".problem p + p",
        ]
        shown += ["mark", ".aside", ".source dt", ".source dd", ".source .outlet", ".source kbd", ".legend"]
        contrasts = page.evaluate(CONTRAST, shown)
        assert {selector: value for selector, value in contrasts.items() if value < 4.5} == {}


def test_the_browser_is_told_to_talk_to_no_one_else(browser: Browser, fake_site: str) -> None:
    with opened(browser, fake_site) as page:
        headers = page.request.get(fake_site).headers
        assert "connect-src 'self'" in headers["content-security-policy"]
        refused = page.evaluate("fetch('http://192.0.2.1/').then(() => 'sent', () => 'refused')")
        assert refused == "refused"


def test_the_page_offers_no_api(browser: Browser, fake_site: str) -> None:
    with opened(browser, fake_site) as page:
        assert page.request.get(f"{fake_site}gradio_api/info").json()["named_endpoints"] == {}
        expect(page.locator("footer")).not_to_be_visible()


def test_the_page_works_under_a_path_behind_a_proxy(browser: Browser) -> None:
    with served("tests/page_server.py", "--behind-proxy") as address, opened(browser, address) as page:
        assert urlsplit(page.url).path == "/byline/"
        ask(page, "Was the bridge over the river closed?")
        page.locator(".citation").first.click()
        expect(page.locator("mark")).to_be_visible()
