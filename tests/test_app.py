"""The page without a browser: what it renders, what it keeps apart, and how it refuses to start."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st
from page_fakes import FakeAssistant, FakeLibrary, article, citation, record

from qa import render, wording
from qa.assistant import Assistant
from qa.draft_check import SoFar
from qa.llm.choice import LlmChoice, notice
from qa.page import EXAMPLES, Narrowing, Page
from qa.types import Answer, Point, Problem, Searched, Unsupported, Writer
from qa.understood import Clause, Understood
from qa.writer import NOT_IN_SOURCES
from vectorstore.library import Library
from vectorstore.types import NOT_STATED, Article, Attribute, Filters, Span

ROOT = Path(__file__).parents[1]
TAGS = set(
    "header h1 h2 h3 p q a button div section span ul ol li blockquote article dl dt dd mark kbd pre code "
    "details summary strong fieldset legend label input".split()
)
ATTRIBUTES = set(
    "class type id role lang dir href target rel tabindex disabled aria-label aria-labelledby aria-hidden data-event "
    "data-goto data-question data-turn data-copy data-key data-shown data-close data-token data-allow data-refuse "
    "name value checked".split()
)
HOSTILE = "<script>x()</script><img src=x onerror=x()>\" onclick='x()' **bold** [a](javascript:x()) {{7*7}} ${x()} `x`"


class Reader(HTMLParser):
    """What a browser would make of the HTML: elements, their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def attributes(self, name: str) -> list[str | None]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]


def everything(words: str) -> list[str]:
    """Each part of the page with `words` wherever a text that is not ours can stand."""
    said = Attribute(words, words)
    whole = Article(
        source=words, text=words, encoding=words, title=said, outlet=said, authors=(said, said), dateline=said,
        url=said, credits=(said,), story=(Span(0, len(words)),),
    )  # fmt: skip
    held = record(whole, article_id=words)
    unnamed = replace(held, outlet=None)
    cited = citation(held, Span(0, len(words)), number=1, quote=words)
    points = (Point(words, (cited, replace(cited, outlet=None))),)
    searched = Searched(articles=1, outlets=(words, None), filters=Filters(outlets=(words,)), left_out_for_no_date=2)
    clause = Clause(words, 0, len(words), words, outlets=(words,))
    one, two = (Understood(words, clauses) for clauses in ((clause,), (clause, replace(clause, text=words + "?"))))
    answers = (
        Answer(words, "answered", points=points, searched=searched, understood=one, message=words),
        Answer(words, "not_in_sources", searched=searched, understood=two, message=words),
        Answer(words, "error", message=words, error=Problem("usage", words, words)),
        Answer(
            words, "answered", points=points, searched=searched, message=words, writer=Writer("llm", words, words),
            unsupported=(Unsupported(words, words),), writer_error=Problem("llm", words, words),
        ),
    )  # fmt: skip
    choice = LlmChoice("openai-like", words, "https://llm.example/v1")
    return [
        render.masthead([held, unnamed]),
        render.conversation(answers, pending=words, articles=1),
        render.conversation((), articles=1, examples=[words]),
        render.library([held, unnamed], find=""),
        render.library([], find=words),
        render.source(whole, held, key=words, citation=cited),
        render.source(replace(whole, text=""), unnamed, key=words, citation=replace(cited, quote=words + "!")),
        render.missing(words, key=words, citation=cited),
        render.draft(SoFar(points, (Unsupported(words, words),), words)),
        render.draft(SoFar(quoted=points)),
        render.writers([(words, choice)], chosen=words, asking=notice(choice)),
    ]


@given(st.text(min_size=1) | st.just(HOSTILE))
def test_nothing_that_an_article_or_a_question_says_becomes_markup(words: str) -> None:
    for html in everything(words):
        for tag, attributes in Reader(html).elements:
            assert tag in TAGS
            assert set(attributes) <= ATTRIBUTES


@pytest.mark.parametrize("html", everything(HOSTILE)[1:4])
def test_what_is_hostile_is_there_to_be_read(html: str) -> None:
    assert HOSTILE in Reader(html).text


@given(st.text(), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4), st.integers(0, 60))
def test_segments_join_to_the_text(text: str, bounds: list[tuple[int, int]], begin: int) -> None:
    story = tuple(Span(*sorted(min(bound, len(text)) for bound in pair)) for pair in bounds)
    cited = Span(min(begin, len(text)), len(text))
    segments = render.segments(Article(source="a", text=text, story=story), cited=cited)
    assert "".join(segment.text for segment in segments) == text
    assert "".join(segment.text for segment in segments if segment.cited) == text[begin:]


def test_the_source_is_the_whole_text_with_the_citation_marked_and_the_rest_greyed() -> None:
    one = article("Photo by: Nobody\n\nThe bridge was closed. It stays so.\n", story=[(18, 53)])
    cited = citation(record(one, article_id="0"), Span(18, 40), number=1, quote="The bridge was closed.")
    html = render.source(one, record(one, article_id="0"), key="0.0.0", citation=cited)
    assert (
        '<span class="aside">Photo by: Nobody\n\n</span><mark>The bridge was closed.</mark>'
        '<span> It stays so.</span><span class="aside">\n</span>'
    ) in html
    assert one.text in Reader(html).text


def test_a_citation_whose_article_changed_is_looked_for_and_its_loss_is_said() -> None:
    old = article("The bridge was closed.")
    cited = citation(record(old, article_id="0"), Span(0, 22), number=1, quote=old.text)
    moved = article("Today: The bridge was closed.")
    assert "Today: </span><mark>The bridge was closed.</mark>" in render.source(
        moved, record(moved, article_id="0"), key="k", citation=cited
    )
    gone = article("The bridge is open.")
    html = render.source(gone, record(gone, article_id="0"), key="k", citation=cited)
    assert "<mark>" not in html
    assert "no longer in it: <q>The bridge was closed.</q>" in html


@pytest.mark.parametrize("url", ["https://example.org/a?b=1&c=2", "http://example.org/"])
def test_a_web_address_is_a_link_that_tells_the_site_nothing(url: str) -> None:
    one = article("Text.", url=url)
    links = [a for tag, a in Reader(render.source(one, record(one, article_id="0"), key="k")).elements if tag == "a"]
    assert links == [{"href": url, "target": "_blank", "rel": "noopener noreferrer"}]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "http://[", "ftp://a/b"])
def test_any_other_address_is_text(url: str) -> None:
    one = article("Text.", url=url)
    page = Reader(render.source(one, record(one, article_id="0"), key="k"))
    assert url in page.text
    assert page.attributes("href") == []


def test_a_point_is_copied_with_quote_outlet_date_title_and_link() -> None:
    one = article("A bridge.", title="The bridge", outlet="The Post", published="2015-11-27", url="https://e.org/1")
    two = article("A bridge!", title="Bridges", credits=("AP",), dateline="PARIS, November 25")
    first = citation(record(one, article_id="0"), Span(0, 9), number=1, quote="A bridge.")
    second = citation(record(two, article_id="1"), Span(0, 9), number=2, quote="A bridge!")
    assert wording.clipping(Point("A bridge.", (first, second))) == (
        "A bridge.\n"
        "— The Post, 27 Nov 2015, “The bridge”\n"
        "https://e.org/1\n"
        "\n"
        "A bridge!\n"
        "— outlet not stated, dateline PARIS, November 25, “Bridges”, article.txt, photo credits: AP"
    )


def test_dates_are_shown_as_what_they_are() -> None:
    one = record(article("x", published="2015-11-27T10:00:00", updated="2015-11-30"), article_id="0")
    assert wording.when(one) == "27 Nov 2015"
    assert wording.when(replace(one, published=None)) == "updated 30 Nov 2015"
    assert wording.when(replace(one, published=None, updated=None, dateline="November 25")) == "dateline November 25"
    assert wording.when(replace(one, published=None, updated=None)) == ""
    assert wording.day("November 25") == "November 25"


def test_a_source_in_its_own_words_is_said_to_be() -> None:
    one = record(article("x"), article_id="0")
    same, other = (citation(one, Span(0, 1), number=n, quote=q) for n, q in ((1, "“Closed… now”"), (2, "Shut now")))
    said = Reader(render.conversation([Answer("?", "answered", points=(Point("closed now", (same, other)),))])).text
    assert said.count("in its own words") == 1


def test_a_citation_without_an_outlet_names_title_file_and_photo_credits() -> None:
    one = record(article("x", title="Bridges", credits=("AP", "TASS")), article_id="0")
    answer = Answer("?", "answered", points=(Point("x", (citation(one, Span(0, 1), number=1, quote="x"),)),))
    said = Reader(render.conversation([answer])).text
    for words in ("outlet not stated", "“Bridges”", "article.txt", "photo credits: AP, TASS"):
        assert words in said


def test_what_was_searched_is_said_with_the_filters() -> None:
    filters = Filters(outlets=(NOT_STATED,), after=date(2015, 11, 1), before=date(2015, 11, 30))
    searched = Searched(articles=1, outlets=(None,), filters=filters, left_out_for_no_date=3)
    said = Reader(render.conversation([Answer("?", "answered", searched=searched)])).text
    assert "Searched 1 article: outlet not stated." in said
    assert "3 articles left out" in said
    assert "Filtered by outlet and by date from 1 Nov 2015 up to 30 Nov 2015." in said


def asking(question: str, *outlets: str) -> Answer:
    """A question that was taken to ask these outlets, in vain."""
    clause = Clause(question, 0, len(question), question, outlets=outlets)
    return Answer(question, "not_in_sources", understood=Understood(question, (clause,)))


def test_what_a_question_was_taken_to_mean_is_said_with_a_way_round_it() -> None:
    answers = [asking("Who?"), asking("What does the MT report?", "The <Moscow> Times")]
    shown = Reader(render.conversation(answers))
    assert "Read as asking The <Moscow> Times." in shown.text
    assert shown.text.count("Read as") == 1
    assert shown.attributes("data-turn") == ["1"]
    assert shown.attributes("disabled") == []


def test_no_question_is_asked_again_while_one_is_being_answered() -> None:
    shown = Reader(render.conversation([asking("What does CNN say?", "CNN")], pending="And who?"))
    assert [attributes for _, attributes in shown.elements if "data-turn" in attributes] == [
        {"type": "button", "class": "quiet", "data-event": "as_typed", "data-turn": "0", "disabled": None}
    ]


def test_a_question_that_was_searched_as_typed_is_marked_and_a_failure_is_not() -> None:
    as_typed = Answer("What does CNN say?", "not_in_sources")
    assert Reader(render.conversation([as_typed])).text.count("Searched as typed.") == 1
    assert "as typed" not in Reader(render.conversation([replace(as_typed, status="error")])).text


def test_the_list_finds_by_every_word_and_grows() -> None:
    records = [record(article("x", title=f"Bridge {n}", outlet="The Post"), article_id=f"{n}") for n in range(250)]
    assert Reader(render.library(records, find="post BRIDGE 249")).attributes("data-key") == ["249"]
    assert len(Reader(render.library(records)).attributes("data-key")) == render.ARTICLES_SHOWN
    assert "Show more (50 not shown)" in render.library(records, shown=200)
    assert "No article matches “tunnel”." in render.library(records, find="tunnel")


@pytest.fixture
def page() -> Page:
    bridge = article("The bridge over the river was closed.", title="Bridge", outlet="The Post")
    tower = article("The old tower was painted red.", title="Tower")
    return Page(FakeAssistant(FakeLibrary([bridge, tower])))


def test_an_earlier_turn_keeps_its_citations(page: Page) -> None:
    answers: tuple[Answer, ...] = ()
    for question in ("Was the bridge closed?", "Was the tower painted?"):
        shown = list(page.ask(question, answers, narrowing=Narrowing()))
        answers = shown[-1][1]
    assert "<mark>The bridge over the river was closed.</mark>" in page.cite("0.0.0", answers)
    assert "<mark>The old tower was painted red.</mark>" in page.cite("1.0.0", answers)


def test_a_question_is_asked_again_as_typed_under_its_own_filters(page: Page) -> None:
    page.assistant.library.add(article("The bridge was closed.", title="Ours", outlet="The Courier"))
    question = "As The Post reported, was the bridge closed?"
    narrowing = Narrowing(outlets=["The Post", "The Courier"])
    _, first = list(page.ask(question, (), narrowing=narrowing))[-1]
    _, both = list(page.ask_as_typed(0, first))[-1]
    assert both[0] is first[0]
    assert [answer.question for answer in both] == [question, question]
    assert [answer.searched.outlets for answer in both] == [("The Post",), ("The Post", "The Courier")]
    assert [answer.searched.filters.outlets for answer in both] == [("The Post", "The Courier")] * 2


def test_reading_the_question_can_be_switched_off(page: Page) -> None:
    question = "As The Post reported, was the tower painted?"
    read, as_typed = (
        list(page.ask(question, (), narrowing=Narrowing(read=switch)))[-1][1][0] for switch in (True, False)
    )
    assert (read.status, as_typed.status) == ("not_in_sources", "answered")
    assert read.understood is not None
    assert as_typed.understood is None


def test_a_question_shows_progress_first_and_is_a_failure_until_answered(page: Page) -> None:
    steps = page.ask("Was the bridge closed?", (), narrowing=Narrowing())
    shown, answers = next(steps)
    assert "Searching 2 articles…" in shown
    assert [answer.status for answer in answers] == ["error"]
    shown, answers = next(steps)
    assert "Searching" not in shown
    assert [answer.status for answer in answers] == ["answered"]


def test_a_question_that_nothing_answers_is_told_apart(page: Page) -> None:
    shown, answers = list(page.ask("Who won the cup?", (), narrowing=Narrowing()))[-1]
    assert NOT_IN_SOURCES in Reader(shown).text
    assert 'class="absent"' in shown
    assert answers[0].points == ()


def test_a_filter_reaches_the_assistant_and_a_bad_date_is_an_answer(page: Page) -> None:
    shown, answers = list(page.ask("Was the bridge closed?", (), narrowing=Narrowing(outlets=[NOT_STATED])))[-1]
    assert answers[0].status == "not_in_sources"
    shown, answers = list(page.ask("Was it?", (), narrowing=Narrowing(after="2015-13-01")))[-1]
    assert answers[0].status == "error"
    assert "2015-13-01" in Reader(shown).text


def test_an_article_that_was_removed_is_said_to_be_gone(page: Page) -> None:
    _, answers = list(page.ask("Was the bridge closed?", (), narrowing=Narrowing()))[-1]
    page.assistant.library.remove(answers[0].points[0].citations[0].article_id)
    assert "no longer in the library" in page.cite("0.0.0", answers)
    assert "The bridge over the river was closed." in page.cite("0.0.0", answers)


def test_a_library_that_cannot_be_read_is_an_answer_and_breaks_nothing(page: Page) -> None:
    page.assistant.library.damaged = True
    shown, _ = list(page.ask("Was the bridge closed?", (), narrowing=Narrowing()))[-1]
    assert "can't be read" in Reader(shown).text
    assert "can't be read" in Reader(page.read("000000000000")).text
    assert page.holdings("", seen=0) is not None


def test_holdings_come_only_when_the_library_changed(page: Page) -> None:
    first = page.holdings("", seen=0)
    assert first is not None
    assert first.outlets == (("The Post", "The Post"), ("outlet not stated", NOT_STATED))
    assert page.holdings("", seen=first.version) is None
    page.assistant.library.add(article("New.", outlet="The Courier"))
    second = page.holdings("", seen=first.version)
    assert second is not None
    assert "3 articles · 2 outlets · 1 names no outlet" in Reader(second.masthead).text


@pytest.mark.model
def test_every_example_but_the_last_is_answered(seed_library: Library) -> None:
    page = Page(Assistant(seed_library))
    assert Reader(page.welcome()).attributes("data-question") == list(EXAMPLES)
    statuses = [list(page.ask(example, (), narrowing=Narrowing()))[-1][1][0].status for example in EXAMPLES]
    assert statuses == ["answered"] * (len(EXAMPLES) - 1) + ["not_in_sources"]


def test_a_port_in_use_is_said_so(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "app", "--port", str(port), "--library", str(tmp_path / "library")]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)
    assert ended.returncode == 1
    assert f"can't listen on 127.0.0.1, port {port}" in " ".join(ended.stderr.split())
    assert "--port" in ended.stderr


def test_ctrl_c_while_it_starts_ends_it_in_silence(tmp_path: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "app", "--port", "0", "--library", str(tmp_path / "library")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as starting:
        assert starting.stderr is not None
        next(line for line in starting.stderr if " gradio" in line)
        starting.send_signal(signal.SIGINT)
        said = starting.stderr.read()
    assert starting.returncode == -signal.SIGINT
    assert [line for line in said.splitlines() if not line.startswith("import time:")] == []


@pytest.mark.model
def test_no_progress_bar_is_drawn_where_the_page_loads_the_encoder() -> None:
    script = "import app; from vectorstore.embedding import load_encoder; load_encoder()"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ended.stderr == ""


def test_the_page_loads_and_reads_before_the_first_question_what_that_needs(
    library: Library, encoder: FakeEncoder
) -> None:
    import app

    app.warm_up(Assistant(library))
    assert encoder.calls == 1, "an empty library may be filled while the page runs"
    library.add([ROOT / "seeds"])
    encoder.encoded.clear()
    app.warm_up(Assistant(library))
    assert any(len(text.split()) > 5 for text in encoder.encoded), "no sentence of an article was read"


def test_a_library_of_another_model_is_refused_with_the_command_that_mends_it(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    import app

    library.add([ROOT / "seeds"])
    assert app.main(["--port", "0", "--library", str(library.config.path)]) == 1
    assert "byline rebuild" in " ".join(capsys.readouterr().err.split())
