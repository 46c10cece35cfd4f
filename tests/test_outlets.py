"""The table of outlets: one owner to each name and domain, and what its look-ups accept."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from vectorstore.errors import ReadError
from vectorstore.outlets import Outlet, OutletTable, host, name_key

TABLE = OutletTable.load()


def test_holds_some_hundreds_of_outlets_and_dozens_of_agencies() -> None:
    assert len(TABLE.all()) >= 300
    assert sum(outlet.agency for outlet in TABLE.all()) >= 40


def test_each_name_and_each_domain_has_one_owner() -> None:
    names = Counter(key for o in TABLE.all() for key in {name_key(name) for name in (o.name, *o.aliases)})
    domains = Counter(domain for outlet in TABLE.all() for domain in outlet.domains)
    assert [name for name, count in names.items() if count > 1] == []
    assert [domain for domain, count in domains.items() if count > 1] == []


def test_entries_are_well_formed() -> None:
    for outlet in TABLE.all():
        assert outlet.name == outlet.name.strip() != ""
        assert all(alias.strip() == alias and name_key(alias) for alias in outlet.aliases)
        assert all(host(domain) == domain and "." in domain for domain in outlet.domains)
        assert outlet.domains, f"{outlet.name} has no domain"


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("TRTWorld", "TRT World"),
        ("usa today", "USA TODAY"),
        ("New York Times", "The New York Times"),
        ("the BBC", "BBC News"),
        ("CBSSports.com", "CBS Sports"),
        ("A.P.", "Associated Press"),
        ("Agence France-Presse", "AFP"),
        ("The Age", "The Age"),
        ("Hacker News", "Hacker News"),
        ("The Hacker News", "The Hacker News"),
    ],
)
def test_finds_an_outlet_by_any_of_its_names(stated: str, name: str) -> None:
    found = TABLE.by_name(stated)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("stated", ["", "  ", "age", "verge", "The", "a paper nobody knows", "Putin"])
def test_finds_none_for_other_words(stated: str) -> None:
    assert TABLE.by_name(stated) is None


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("edition.cnn.com", "CNN"),
        ("https://www.bbc.co.uk/news/world-1", "BBC News"),
        ("HTTPS://WWW.TheMoscowTimes.com/2015/11/27/x", "The Moscow Times"),
        ("asia.nikkei.com:443/Politics", "Nikkei Asia"),
        ("https://amp.theguardian.com/x?y=https://cnn.com", "The Guardian"),
    ],
)
def test_finds_an_outlet_by_any_address_below_its_domain(address: str, name: str) -> None:
    found = TABLE.by_domain(address)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "address", ["", "com", "co.uk", "notcnn.com", "cnn.com.evil.example", "http://[::1", "no address"]
)
def test_finds_none_for_other_addresses(address: str) -> None:
    assert TABLE.by_domain(address) is None


def test_a_later_outlet_has_a_name_that_two_claim() -> None:
    table = OutletTable([Outlet(name="One", aliases=("Echo",)), Outlet(name="Two", aliases=("Echo",))])
    found = table.by_name("echo")
    assert found is not None
    assert found.name == "Two"


def test_a_users_file_adds_and_extends(tmp_path: Path) -> None:
    extra = tmp_path / "outlets.toml"
    extra.write_text(
        '[[outlet]]\nname = "Harbour Gazette"\ndomains = ["harbour.example"]\n'
        '[[outlet]]\nname = "CNN"\naliases = ["The Turner Channel"]\n',
        encoding="utf-8",
    )
    table = OutletTable.load(extra)
    names = [table.by_domain("news.harbour.example"), table.by_name("the turner channel"), table.by_domain("cnn.com")]
    assert [found.name if found else None for found in names] == ["Harbour Gazette", "CNN", "CNN"]
    assert TABLE.by_name("Harbour Gazette") is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[[outlet]]\nname = 3\n", r"outlet\.0\.name"),
        ('[[outlet]]\nnome = "x"\n', r"outlet\.0"),
        ("[[outlet\n", "line 1"),
    ],
)
def test_a_bad_file_is_refused_with_the_place_and_the_reason(tmp_path: Path, content: str, reason: str) -> None:
    extra = tmp_path / "mine.toml"
    extra.write_text(content, encoding="utf-8")
    with pytest.raises(ReadError, match=rf"mine\.toml.*{reason}") as refused:
        OutletTable.load(extra)
    assert refused.value.code == "bad_outlets_file"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="No such file"):
        OutletTable.load(tmp_path / "none.toml")
