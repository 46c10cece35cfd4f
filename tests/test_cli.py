"""The command line as a user meets it: real encoder, real library, exit codes and both outputs."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from qa.cli import main

SEEDS = Path(__file__).parents[1] / "seeds"

pytestmark = pytest.mark.model


@dataclass(frozen=True)
class Shown:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Shown]


def exit_code() -> int:
    try:
        main()
    except SystemExit as exit:
        return int(exit.code or 0)
    return 0


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("COLUMNS", "160")

    def run(*arguments: object, stdin: str = "") -> Shown:
        monkeypatch.setattr(sys, "argv", ["byline", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        code = exit_code()
        shown = capsys.readouterr()
        return Shown(code, shown.out, shown.err)

    return run


@pytest.fixture(scope="module")
def seeds_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the seeds made by the command itself."""
    library = tmp_path_factory.mktemp("cli") / "library"
    argv, sys.argv = sys.argv, ["byline", "add", str(SEEDS), "--library", str(library), "--json"]
    code = exit_code()
    sys.argv = argv
    assert code == 0
    return library


@pytest.fixture
def library(seeds_copy: Path, tmp_path: Path) -> Path:
    """A library of the seeds that a test may change."""
    return Path(shutil.copytree(seeds_copy, tmp_path / "library"))


def test_articles_tells_what_the_seeds_say_of_themselves(run: Run, seeds_copy: Path) -> None:
    shown = run("articles", "--library", seeds_copy, "--json")
    assert shown.code == 0
    table = {
        article["source"][:3]: (
            article["outlet"],
            article["outlet_basis"],
            article["authors"],
            article["published"],
            article["updated"],
            article["dateline"],
        )
        for article in shown.json
    }
    assert table == {
        "000": ("The Moscow Times", "url domain", ["Anna Dolgov"], "2015-11-27", None, None),
        "001": ("TRT World", "credit line", [], None, "2015-11-30", None),
        "002": (None, "not stated", [], None, None, None),
        "003": ("USA TODAY", "masthead line", ["Kim Hjelmgaard"], None, None, None),
        "004": (None, "not stated", [], None, None, "NIZHNY TAGIL, November 25"),
    }


def test_adding_twice_is_adding_once(run: Run, library: Path) -> None:
    shown = run("add", SEEDS, "--library", library, "--json")
    assert shown.code == 0
    assert [file["outcome"] for file in shown.json] == ["unchanged"] * 5


def test_one_file_and_its_folder_name_the_same_article(run: Run, library: Path) -> None:
    shown = run("add", SEEDS / "000_6d612f313ae8177a.txt", "--library", library, "--json")
    assert [file["outcome"] for file in shown.json] == ["unchanged"]


def test_show_prints_the_text_and_where_each_thing_was_read(run: Run, seeds_copy: Path) -> None:
    listed = run("articles", "--library", seeds_copy, "--json").json
    article = next(article for article in listed if article["source"].startswith("000"))
    shown = run("show", article["id"], "--library", seeds_copy, "--json").json
    assert shown["text"] == (SEEDS / article["source"]).read_text(encoding="utf-8")
    author = shown["attributes"]["authors"][0]
    assert "Anna Dolgov" in shown["text"][author["start"] : author["end"]]
    assert all("Original url" not in shown["text"][start:end] for start, end in shown["story"])
    assert "Anna Dolgov" in run("show", article["id"][:6], "--library", seeds_copy).out


def test_remove_takes_one_article_away(run: Run, library: Path) -> None:
    listed = run("articles", "--library", library, "--json").json
    assert run("remove", listed[0]["id"], "--library", library).code == 0
    left = run("articles", "--library", library, "--json").json
    assert [article["id"] for article in left] == [article["id"] for article in listed[1:]]
    gone = run("remove", listed[0]["id"], "--library", library)
    assert (gone.code, gone.out) == (1, "")
    assert listed[0]["id"] in gone.err


def test_ask_cites_verbatim(run: Run, seeds_copy: Path) -> None:
    shown = run("ask", "Who is Putin's spokesman?", "--library", seeds_copy, "--json")
    assert shown.code == 0
    answer = shown.json
    assert answer["schema"] == 1
    assert answer["status"] == "answered"
    assert "error" not in answer
    for point in answer["points"]:
        for citation in point["citations"]:
            text = (SEEDS / citation["source"]).read_text(encoding="utf-8")
            assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_ask_says_so_when_the_articles_do_not_say(run: Run, seeds_copy: Path) -> None:
    shown = run("ask", "What is the recipe for onion soup?", "--library", seeds_copy, "--json")
    assert shown.code == 1
    assert shown.json["status"] == "not_in_sources"
    assert shown.json["points"] == []
    assert shown.json["searched"]["articles"] == 5
    assert shown.json["searched"]["outlets"].count(None) == 1


def test_a_date_filter_leaves_out_and_counts_what_has_no_date(run: Run, seeds_copy: Path) -> None:
    asked = (
        "ask",
        "What did Putin say about the coalition?",
        "--library",
        seeds_copy,
        "--json",
        "--after",
        "2015-11-01",
    )
    searched = run(*asked).json["searched"]
    assert searched["left_out_for_no_date"] == 3
    assert searched["articles"] == 2
    assert searched["filters"] == {"outlets": [], "after": "2015-11-01", "before": None}
    assert run(*asked, "--before", "2015-11-27").json["searched"]["articles"] == 1
    nothing = run(*asked, "--before", "2015-11-02")
    assert nothing.code == 1
    assert "No article in the library passes the filters" in nothing.json["message"]


def test_questions_from_standard_input_are_answered_one_by_one(run: Run, seeds_copy: Path) -> None:
    shown = run(
        "ask", "-", "--library", seeds_copy, "--json", stdin="Who is Putin's spokesman?\n\nWho won the World Cup?\n"
    )
    first, second = map(json.loads, shown.out.splitlines())
    assert (first["status"], second["status"]) == ("answered", "not_in_sources")
    assert shown.code == 1
    nothing = run("ask", "-", "--library", seeds_copy, "--json", stdin="\n\n")
    assert (nothing.code, nothing.json["error"]["code"]) == (2, "empty_question")
    long = run("ask", "-", "--library", seeds_copy, stdin="word " * 10_000 + "\nWho is Putin's spokesman?\n")
    assert (long.code, long.err.count("49,999"), long.out.count("? ")) == (2, 1, 2)
    assert long.out.count("word") < 100


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("",), "empty_question", "empty"),
        (("?!",), "empty_question", "empty"),
        (("word " * 10_000,), "question_too_long", "49,999"),
        (("What?", "--after", "yesterday"), "bad_date", "yesterday"),
        (("What?", "--before", "2015-02-30"), "bad_date", "2015-02-30"),
        (("What?", "--after", "2016-01-01", "--before", "2015-01-01"), "bad_period", "2016-01-01"),
        (("What?", "--outlet", "The Mosco Times"), "unknown_outlet", "The Moscow Times"),
    ],
)
def test_wrong_usage_is_said_clearly(
    run: Run, seeds_copy: Path, arguments: tuple[str, ...], code: str, said: str
) -> None:
    shown = run("ask", *arguments, "--library", seeds_copy, "--json")
    assert shown.code == 2
    assert shown.json["status"] == "error"
    assert shown.json["error"]["code"] == code
    assert said in shown.json["error"]["message"] + shown.json["error"]["next"]
    people = run("ask", *arguments, "--library", seeds_copy)
    assert (people.code, people.out) == (2, "")
    assert "Error:" in people.err


def test_one_bad_file_never_stops_the_others(run: Run, tmp_path: Path) -> None:
    folder, library = tmp_path / "in", tmp_path / "library"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "big.txt").write_bytes(b"word " * 1_100_000)
    (folder / "line.txt").write_text("The council met on Monday and agreed on little. " * 21_000)
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "good.md").write_text(
        "A good one\n\nThe council of Smallville met on Monday to discuss the new bridge.\n"
    )
    (folder / "locked.txt").write_text("Secret words that nobody may read at all.")
    (folder / "locked.txt").chmod(0)
    shown = run("add", folder, tmp_path / "missing.txt", "--library", library, "--json")
    outcome = {Path(file["source"]).name: file["outcome"] for file in shown.json}
    readable = os.geteuid() == 0  # root reads whatever the mode says
    assert outcome == {
        "empty.txt": "refused",
        "binary.txt": "refused",
        "big.txt": "refused",
        "line.txt": "added",
        "picture.png": "skipped",
        "good.md": "added",
        "locked.txt": "added" if readable else "refused",
        "missing.txt": "refused",
    }
    assert shown.code == 1
    for file in shown.json:
        if file["outcome"] == "refused":
            assert Path(file["source"]).name in file["reason"]
            assert file["reason"].count(". ") >= 1, "what is wrong, then what to do"
        assert file["reason"] or file["outcome"] == "added"
    assert run("ask", "Who met to discuss the bridge?", "--library", library, "--json").json["status"] == "answered"


def test_a_row_of_the_table_says_once_which_file_it_is_about(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "page.html").write_bytes(b"<p>")
    monkeypatch.chdir(tmp_path)
    shown = run("add", "in", "missing.txt", "--library", tmp_path / "library")
    rows = [" ".join(line.split()) for line in shown.out.splitlines()]
    assert "refused empty.txt is empty: it holds no text. Leave it out, or add its text." in rows
    assert "skipped in/page.html not one of .txt, .md" in rows
    assert "refused missing.txt does not exist. Check the path and add it again." in rows
    rebuilt = run("rebuild", "--from", "missing", "--library", tmp_path / "library")
    assert "There is no article in missing: " in rebuilt.err
    assert rebuilt.err.replace("\n", "").count(str(tmp_path / "missing")) == 1


def test_an_article_can_not_move_the_cursor_or_use_markup(run: Run, tmp_path: Path) -> None:
    folder, library = tmp_path / "in", tmp_path / "library"
    folder.mkdir()
    said = "The mayor [bold red]said[/] on Monday \x1b[2J that the bridge of Smallville would be opened."
    (folder / "bad.txt").write_text(f"A bridge\n\n{said}\n")
    assert run("add", folder, "--library", library).code == 0
    shown = run("ask", "When would the bridge of Smallville be opened?", "--library", library)
    assert "[bold red]said[/]" in shown.out.replace("\n", " ")
    assert "\x1b[2J" not in shown.out


def test_a_file_name_that_is_no_text_stops_nothing(run: Run, tmp_path: Path) -> None:
    folder, library = tmp_path / "in", tmp_path / "library"
    folder.mkdir()
    for name in (b"caf\xe9.txt", b"caf\xe8.txt", b"pi\xe8ce.pdf"):
        (folder / os.fsdecode(name)).write_bytes(b"The mayor met the council on Monday.")
    assert run("add", folder, "--library", library).code == 0
    sources = {article["source"] for article in run("articles", "--library", library, "--json").json}
    assert sources == {r"caf\xe9.txt", r"caf\xe8.txt"}
    asked = run("ask", os.fsdecode(b"\xff Whom did the mayor meet?"), "--library", library, "--json")
    assert asked.json["status"] in ("answered", "not_in_sources")


def test_json_is_json_where_the_output_is_not_utf_8(
    run: Run, seeds_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = run("articles", "--library", seeds_copy, "--json").json
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="latin-1"))
    monkeypatch.setattr(sys, "argv", ["byline", "articles", "--library", str(seeds_copy), "--json"])
    assert exit_code() == 0
    sys.stdout.flush()
    assert json.loads(written.getvalue()) == expected
    assert any(ord(mark) > 255 for article in expected for mark in article["title"])


def test_a_library_that_can_not_be_read_says_how_to_rebuild_it(run: Run, library: Path) -> None:
    (library / "manifest.json").write_text("{")
    shown = run("ask", "Who is Putin's spokesman?", "--library", library, "--json")
    assert shown.code == 1
    assert "byline rebuild" in shown.json["error"]["next"]
    assert run("rebuild", "--from", SEEDS, "--library", library).code == 0
    assert run("ask", "Who is Putin's spokesman?", "--library", library).code == 0


def test_the_doctor_finds_all_well_and_says_what_is_not(run: Run, library: Path) -> None:
    assert run("doctor", "--library", library).code == 0
    (library / "manifest.json").write_text("{")
    shown = run("doctor", "--library", library, "--json")
    assert shown.code == 1
    (wrong,) = [finding for finding in shown.json if not finding["well"]]
    assert "rebuild" in wrong["next"]


def test_the_doctor_looks_at_the_reader(run: Run, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_READER", str(library / "none"))
    shown = run("doctor", "--library", library, "--json")
    (wrong,) = [finding for finding in shown.json if not finding["well"]]
    assert (shown.code, wrong["what"]) == (1, "reader")
    assert wrong["next"]


def test_a_narrow_terminal_has_the_articles_one_below_the_other(
    run: Run, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = run("articles", "--library", library).out
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert "The Moscow Times · published 2015-11-27 · Anna Dolgov" in shown


def test_a_date_in_front_matter_that_is_none_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("---\ntitle: A bridge\ndate: next Tuesday\n---\n\nThe mayor opened the bridge.\n")
    shown = run("add", tmp_path / "one.md", "--library", tmp_path / "library")
    assert "“next Tuesday” in its front matter is no date that can be read" in " ".join(shown.out.split())


def test_an_empty_library_says_what_to_do(run: Run, tmp_path: Path) -> None:
    shown = run("articles", "--library", tmp_path / "none")
    assert shown.code == 0
    assert "byline add" in shown.out
    assert run("ask", "Anything at all?", "--library", tmp_path / "none").code == 1
    nothing = run("rebuild", "--library", tmp_path / "none")
    assert (nothing.code, (tmp_path / "none").exists()) == (1, False)
    assert "byline add" in nothing.err
