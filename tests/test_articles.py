"""Reading files: encodings, what is refused, what is given, and what holds for any text at all."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vectorstore.articles import SUFFIXES, article_id, find_files, read_file, read_text, revision
from vectorstore.errors import ReadError
from vectorstore.frontmatter import read_front_matter
from vectorstore.given import Given, Sidecars, read_sidecar
from vectorstore.outlets import OutletTable
from vectorstore.types import Article, Attribute, Span

OUTLETS = OutletTable.load()
SEEDS = Path(__file__).parents[1] / "seeds"
MULTIHOP = Path(__file__).parents[2] / "shared" / "eval" / "multihop_rag"
STORY = (
    "The café closed on Tuesday after a storm, its owner said.\n\n"
    "It will open again in May. “We’ll be back,” she said.\n"
)


def read(path: Path, *, max_bytes: int = 5_000_000, stated: Given | None = None) -> Article:
    return read_file(path, root=path.parent, outlets=OUTLETS, max_bytes=max_bytes, given=stated or Given())


def test_links_that_lead_nowhere_and_names_too_long_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(STORY)
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    listing = find_files([tmp_path, Path("x" * 5_000)])
    assert [path.name for _, path in listing.files if path.name == "good.txt"] == ["good.txt"]
    assert [error.code for _, error in listing.refused] == ["unreadable"]


@pytest.mark.parametrize(
    "line", ["A-" * 400, "AA-" * 200, "AP/" * 300, "Aa " * 300, "---\ntitle: a" + " " * 100_000 + "b"]
)
def test_no_line_takes_long_to_read(line: str) -> None:
    began = time.monotonic()
    read_text(f"{line}\n\n{STORY}", source="long.txt", outlets=OUTLETS)
    assert time.monotonic() - began < 2


def test_a_byline_that_is_wrapped_is_read_to_its_end() -> None:
    paragraph = (
        "This paragraph is wrapped at some sixty columns as they are by a\n"
        "mail program that was made a long time ago by those who did it so\n"
        "and it goes on like that until the end of what there is to tell.\n\n"
    )
    byline = "By Jane Doe in Nizhny Tagil where the region is at its coldest\nPeter Smith"
    article = read_text(f"A headline\n\n{byline}\n\n{paragraph * 3}", source="a.txt", outlets=OUTLETS)
    assert [author.value for author in article.authors] == ["Jane Doe"]


def spans(article: Article) -> Iterator[Span]:
    singles = (article.title, article.outlet, article.published, article.updated, article.dateline, article.url)
    attributes: list[Attribute | None] = [*singles, *article.authors, *article.decks, *article.credits]
    yield from (attribute.span for attribute in attributes if attribute and attribute.span)
    yield from article.story


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
    def test_unicode_keeps_every_character_and_line_end(self, tmp_path: Path, encoding: str, end: str) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(STORY.replace("\n", end).encode(encoding))
        article = read(path)
        assert article.text == STORY.replace("\n", end)
        assert article.encoding == encoding
        assert len(article.story) == 1

    @pytest.mark.parametrize("encoding", ["cp1252", "cp1250"])
    def test_older_encodings_are_told_and_recorded(self, tmp_path: Path, encoding: str) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(STORY.encode(encoding))
        article = read(path)
        assert article.text == STORY
        assert article.encoding == "cp1252", "the two are the same here, and the common one is meant"

    def test_an_accent_alone_is_western(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes("El Niño y la señora Muñoz: café.".encode("cp1252"))
        assert read(path).text == "El Niño y la señora Muñoz: café."

    @pytest.mark.parametrize("bad", [b"\xe2\x80", b"\xff"])
    def test_a_bad_byte_does_not_garble_the_rest(self, tmp_path: Path, bad: bytes) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(STORY.encode() + bad)
        article = read(path)
        assert article.text == STORY + "\ufffd"
        assert article.encoding == "utf-8 (damaged)"

    def test_other_alphabets(self, tmp_path: Path) -> None:
        text = "Президент России заявил в четверг, что готов к сотрудничеству. Переговоры прошли в Кремле.\n"
        path = tmp_path / "a.txt"
        path.write_bytes(text.encode("cp1251"))
        assert read(path).text == text


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "empty_file"),
            (b" \r\n\t\n", "empty_file"),
            ("\ufeff \u2003\u200b\n".encode(), "empty_file"),
            (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary_file"),
            (b"text \x01\x02\x03\x04 that \x05\x06 is none", "binary_file"),
            (b"\xff\xfeA\x00B", "undecodable"),
            (bytes(range(128, 256)) * 3, "undecodable"),
        ],
    )
    def test_what_is_no_text(self, tmp_path: Path, content: bytes, code: str) -> None:
        path = tmp_path / "bad.txt"
        path.write_bytes(content)
        with pytest.raises(ReadError, match=r"bad\.txt") as refused:
            read(path)
        assert refused.value.code == code
        assert refused.value.next

    def test_too_large_is_told_before_reading(self, tmp_path: Path) -> None:
        path = tmp_path / "large.txt"
        with path.open("wb") as sparse:
            sparse.truncate(10**12)
        with pytest.raises(ReadError, match="1,000,000,000,000 bytes, and at most 5,000,000") as refused:
            read(path)
        assert refused.value.code == "too_large"

    def test_the_limit_itself_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text(STORY, encoding="utf-8")
        size = path.stat().st_size
        assert read(path, max_bytes=size).text == STORY
        with pytest.raises(ReadError, match="too large"):
            read(path, max_bytes=size - 1)

    def test_missing_and_folder(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match="does not exist") as refused:
            read(tmp_path / "none.txt")
        assert refused.value.code == "missing_path"
        (tmp_path / "folder.txt").mkdir()
        with pytest.raises(ReadError, match="not a file"):
            read(tmp_path / "folder.txt")

    @pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that even root can't read")
    def test_unreadable_to_anyone(self) -> None:
        with pytest.raises(ReadError, match=r"/proc/self/mem can't be read: .+\.") as refused:
            read(Path("/proc/self/mem"))
        assert refused.value.code == "unreadable"

    @pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
    def test_unreadable(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text(STORY, encoding="utf-8")
        path.chmod(0)
        with pytest.raises(ReadError, match="permission denied") as refused:
            read(path)
        assert refused.value.code == "unreadable"


class TestSize:
    @pytest.mark.parametrize(
        "text",
        [
            "word " * 200_000,
            "Word by word. " * 70_000,
            "a" * 1_000_000,
            "http://" + "a" * 1_000_000,
            "(" * 500_000 + ")" * 500_000,
            "[a](" * 250_000,
            " \u200b" * 500_000 + "end",
            "By " + "Jane Doe, " * 100_000,
            "The same sentence stands here again and again.\n" * 20_000,
            "line\n" * 200_000,
            "A headline, AP / Reuters\n" * 20_000,
        ],
        ids=lambda text: text[:12],
    )
    def test_a_megabyte_of_anything_is_read_in_seconds(self, text: str) -> None:
        began = time.process_time()
        article = read_text(text, source="a.txt", outlets=OUTLETS)
        assert time.process_time() - began < 20
        assert article.text == text
        assert article.story


class TestAnyText:
    @given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\n\r .,:|-—By©\"'")), max_size=400))
    @example("---\ntitle: x\n---\n")
    @example("+++\n+++\n")
    @example("**\n__\n# \n[x](y)\n")
    @example("By \nBy\n\n- \n© \n")
    @settings(max_examples=300, deadline=None)
    def test_is_read_or_is_empty(self, text: str) -> None:
        self.holds(text)

    LINES = st.sampled_from(
        [
            "",
            "By Jane Doe",
            "November 27, 2015",
            "Updated: 2015-11-27T10:00Z",
            "Photo: Reuters",
            "See also",
            "Why it matters",
            "The minister said on Monday that the talks would go on.",
            "“The talks will go on,” the minister said.",
            "Original url:",
            "<https://www.bbc.co.uk/news/1>",
            "© 2015 The Guardian",
            "MOSCOW, Nov. 3 (AP) — The talks will go on.",
            "---",
            "title: x",
            "•",
            "Moscow – The talks: will they go on",
        ]
    )

    @given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
    @settings(max_examples=300, deadline=None)
    def test_made_of_the_lines_of_pages(self, lines: list[str], end: str) -> None:
        self.holds(end.join(lines))

    def holds(self, text: str) -> None:
        try:
            article = read_text(text, source="a.txt", outlets=OUTLETS)
        except ReadError:
            assert read_front_matter(text).end or not any(character.isalnum() for character in text)
            return
        assert article.text == text
        assert article.story
        for span in spans(article):
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end].strip()
        for before, after in zip(article.story, article.story[1:], strict=False):
            assert before.end <= after.start
        for span in article.story:
            assert text[span.start : span.end] == text[span.start : span.end].strip()
        for author in article.authors:
            assert author.span is None or text[author.span.start : author.span.end] == author.value


class TestFiles:
    def test_finds_texts_below_folders_once_and_says_what_it_passes_over(self, tmp_path: Path) -> None:
        for name in (
            "b.txt",
            "deep/er/a.MD",
            "deep/c.pdf",
            ".git/x.txt",
            ".hidden.txt",
            "sources.toml",
            "deep/sources.toml",
        ):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("x", encoding="utf-8")
        listing = find_files([tmp_path, tmp_path / "b.txt", tmp_path / "none"])
        assert listing.files == ((tmp_path, tmp_path / "b.txt"), (tmp_path, tmp_path / "deep/er/a.MD"))
        assert [path.name for path, _ in listing.skipped] == ["c.pdf"]
        assert SUFFIXES[0] in listing.skipped[0][1]
        assert [error.code for _, error in listing.refused] == ["missing_path"]

    def test_the_source_is_relative_to_the_root(self, tmp_path: Path) -> None:
        path = tmp_path / "deep" / "a.txt"
        path.parent.mkdir()
        path.write_text(STORY, encoding="utf-8")
        ((root, found),) = find_files([tmp_path]).files
        article = read_file(found, root=root, outlets=OUTLETS, max_bytes=10_000)
        assert (article.source, article.root) == ("deep/a.txt", str(tmp_path))


class TestIdentity:
    def test_the_id_is_of_the_source_alone(self) -> None:
        assert article_id("a.txt") == article_id("a.txt") != article_id("b.txt")
        assert len(article_id("a.txt")) == 12

    def test_the_revision_is_of_text_and_attribution(self) -> None:
        article = read_text(STORY, source="a.txt", outlets=OUTLETS)
        given_outlet = read_text(STORY, source="a.txt", outlets=OUTLETS, given=Given(outlet="CNN"))
        elsewhere = read_text(STORY, source="b.txt", outlets=OUTLETS, root="/elsewhere")
        changed = read_text(STORY + "More.", source="a.txt", outlets=OUTLETS)
        assert revision(article) == revision(elsewhere)
        assert len({revision(article), revision(given_outlet), revision(changed)}) == 3


class TestGiven:
    def test_a_sidecar_overrides_what_was_read(self, tmp_path: Path) -> None:
        (tmp_path / "sources.toml").write_text(
            '["*.txt"]\noutlet = "nyt"\npublished = 2015-11-27\n'
            '["a*.txt"]\nauthor = "Jane Doe"\n'
            '["a.txt"]\noutlet = "Harbour Gazette"\nauthor = ["Ann Poe", "John Roe"]\ntitle = "Café"\n',
            encoding="utf-8",
        )
        sidecar = read_sidecar(tmp_path)
        (tmp_path / "a.txt").write_text("By Someone Else\n\n" + STORY, encoding="utf-8")
        (tmp_path / "ab.txt").write_text(STORY, encoding="utf-8")
        exact = read(tmp_path / "a.txt", stated=sidecar.given_for("a.txt"))
        pattern = read(tmp_path / "ab.txt", stated=sidecar.given_for("ab.txt"))
        assert exact.outlet == Attribute("Harbour Gazette", "given")
        assert [author.value for author in exact.authors] == ["Ann Poe", "John Roe"]
        assert exact.title == Attribute("Café", "given")
        assert pattern.outlet == Attribute("The New York Times", "given")
        assert pattern.published == Attribute("2015-11-27", "given")
        assert [author.value for author in pattern.authors] == ["Jane Doe"]

    def test_the_nearer_sidecar_wins(self, tmp_path: Path) -> None:
        (tmp_path / "deep").mkdir()
        (tmp_path / "sources.toml").write_text('["*"]\noutlet = "CNN"\nurl = "https://cnn.com/1"\n', encoding="utf-8")
        (tmp_path / "deep/sources.toml").write_text('["*"]\noutlet = "BBC"\n', encoding="utf-8")
        stated = Sidecars(tmp_path).given_for(tmp_path / "deep/a.txt")
        assert (stated.outlet, stated.url) == ("BBC", "https://cnn.com/1")
        assert Sidecars(tmp_path).given_for(tmp_path / "a.txt").outlet == "CNN"

    def test_a_name_without_quotation_marks_is_understood(self, tmp_path: Path) -> None:
        (tmp_path / "sources.toml").write_text('[a.txt]\noutlet = "CNN"\n[b]\noutlet = "BBC"\n', encoding="utf-8")
        sidecar = read_sidecar(tmp_path)
        assert sidecar.given_for("a.txt").outlet == "CNN"
        assert sidecar.given_for("b").outlet == "BBC"

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            ('["a.txt"]\noutlett = "x"\n', r"\[a\.txt\] outlett is no key that is known"),
            ('["a.txt"]\noutlet = 3\n', r"\[a\.txt\] outlet"),
            ('["a.txt"]\npublished = "05/11/2015"\n', r"\[a\.txt\] published.*certain"),
            ('["a.txt"]\noutlet = "x"\nbroken\n', "line 3"),
        ],
    )
    def test_a_bad_sidecar_is_refused_and_the_rest_goes_on(self, tmp_path: Path, content: str, reason: str) -> None:
        (tmp_path / "sources.toml").write_text(content, encoding="utf-8")
        with pytest.raises(ReadError, match=rf"sources\.toml.*{reason}") as refused:
            read_sidecar(tmp_path)
        assert refused.value.code == "bad_sidecar"
        sidecars = Sidecars(tmp_path)
        assert sidecars.given_for(tmp_path / "a.txt") == sidecars.given_for(tmp_path / "b.txt") == Given()
        assert len(sidecars.problems) == 1

    def test_a_given_address_names_the_outlet(self) -> None:
        article = read_text(STORY, source="a", outlets=OUTLETS, given=Given(url="https://www.dawn.com/news/1"))
        assert article.outlet == Attribute("Dawn", "url domain")

    def test_front_matter_is_given_in_its_place_and_no_story(self) -> None:
        text = (
            '---\ntitle: "Boats: a count"\nauthors:\n  - Ann Poe\n  - John Roe\ndate: 3 May 2021\nsource: BBC\n---\n\n'
            + STORY
        )
        article = read_text(text, source="a.md", outlets=OUTLETS)
        stated = [article.title, *article.authors, article.published]
        assert [text[a.span.start : a.span.end] for a in stated if a and a.span] == [
            "Boats: a count",
            "Ann Poe",
            "John Roe",
            "3 May 2021",
        ]
        assert {a.basis for a in stated if a} == {"given"}
        assert article.published
        assert article.published.value == "2021-05-03"
        assert article.outlet
        assert article.outlet.value == "BBC News"
        assert article.story[0].start == text.index("The café")
        over = read_text(text, source="a.md", outlets=OUTLETS, given=Given(outlet="CNN"))
        assert over.outlet == Attribute("CNN", "given")

    @pytest.mark.parametrize("stated", ["author: [Ann O'Poe, John Roe]", """author = ["Ann O'Poe", 'John Roe']"""])
    def test_front_matter_lists_authors_as_yaml_or_as_toml_does(self, stated: str) -> None:
        article = read_text(f"---\n{stated}\n---\n\n{STORY}", source="a.md", outlets=OUTLETS)
        assert [author.value for author in article.authors] == ["Ann O'Poe", "John Roe"]

    def test_a_rule_at_the_top_is_no_front_matter(self) -> None:
        text = "---\n\n" + STORY + "\n---\n"
        assert read_text(text, source="a", outlets=OUTLETS).story[0].start == text.index("The café")


@pytest.fixture(scope="module")
def pages() -> dict[str, dict[str, Any]]:
    corpus = json.loads((MULTIHOP / "corpus.json").read_text(encoding="utf-8"))
    return {page["url"]: page for page in corpus}


@pytest.fixture(scope="module")
def articles(pages: dict[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Article]:
    """The bodies alone, each written to a file and read from it."""
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for number, (url, page) in enumerate(pages.items()):
        path = folder / f"{number:03}.txt"
        path.write_bytes(page["body"].encode())
        found[url] = read(path)
    return found


@pytest.mark.skipif(not MULTIHOP.is_dir(), reason="needs ../shared/eval/multihop_rag beside the checkout")
class TestManyPages:
    def test_none_is_lost(self, pages: dict[str, dict[str, Any]], articles: dict[str, Article]) -> None:
        assert len(articles) == 609
        kept = sum(span.end - span.start for article in articles.values() for span in article.story)
        assert all(article.story and article.text == pages[url]["body"] for url, article in articles.items())
        assert kept > 0.9 * sum(len(article.text) for article in articles.values())

    def test_nearly_every_gold_fact_lies_in_one_span_of_the_story(self, articles: dict[str, Article]) -> None:
        queries = json.loads((MULTIHOP / "queries_dev.json").read_text(encoding="utf-8"))
        facts = {(gold["url"], gold["fact"]) for query in queries for gold in query["evidence_list"]}
        whole = [
            any(bare(fact) in bare(articles[url].text[span.start : span.end]) for span in articles[url].story)
            for url, fact in facts
        ]
        assert sum(whole) / len(whole) >= 0.99

    def test_bodies_alone_attribute_next_to_nothing_and_nothing_wrong(
        self, pages: dict[str, dict[str, Any]], articles: dict[str, Article]
    ) -> None:
        for url, article in articles.items():
            if article.outlet:
                by_address = OUTLETS.by_domain(url)
                assert by_address
                assert article.outlet.value == by_address.name
            for author in article.authors:
                credited = pages[url]["author"]
                assert OUTLETS.by_name(credited) or author.value in credited
            if article.published:
                assert article.published.value[:7] == pages[url]["published_at"][:7]


def bare(text: str) -> str:
    return text.replace(" ", "").replace("\n", "")
