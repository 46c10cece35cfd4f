"""Where the sentences of English news text begin and end, by rule, in one pass.

A stop is looked at with the word before it and the word after it, never with the quotation marks around it, so that
marks that don't balance do no harm. Every look is bounded, so the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vectorstore.abbreviations import (
    AFTER_CLOCK,
    BEFORE_NUMBER,
    BEFORE_SMALL,
    CLOCK,
    EXCLAIMED,
    NEVER_LAST,
    OPENERS,
    SAYING,
    SELDOM_LAST,
)
from vectorstore.types import Span

_LOOK = 40  # characters looked at on either side of a stop

_LINE_END = r"(?>\r{0,2}+\n|[\r\v\f\x85\u2028\u2029])"
_INDENT = r"[^\S\r\n\v\f\x85\u2028\u2029]*+"
_BULLET = rf"{_INDENT}(?:[•●○▪■◦‣∙·*]\s*+\S|[-–—]\s++\W?[A-Z0-9]|\(?(?:\d{{1,2}}|[a-z])[.)]\s++\W?[A-Z])"
_BREAK = re.compile(rf"{_LINE_END}(?:{_INDENT}{_LINE_END})++|{_LINE_END}(?={_BULLET})")
# "1." and "b." number what follows; "At 6 p.m." leads into it.
_LEADING = re.compile(
    r"\W*(?:(?:\d{1,2}|[A-Za-z]|[ivx]{1,4}|[IVX]{1,4})\."
    r"|(?:At|By|From|Until|Around|Before|After|Since) [\w: ]+[ap]\.m\.)"
)

_CLOSING = r"""["'”’“‘»›)\]}*_]"""
_STOP = re.compile(
    # A full-width stop needs no space after it.
    rf"""(?P<wide>[。！？｡]+[”’」』）】»"]*)"""
    # A stop, the marks that close with it (French sets a space before them), then white space.
    rf"""|(?<![.!?…])(?P<run>[.!?…‽।؟۔]++)(?P<marks>(?:{_CLOSING}|[ \u00a0\u202f][”»](?=\s))*+)(?=\s)"""
    # A dump that lost the space: "ended.The next".
    rf"""|(?<=[a-z0-9])(?P<glued>[.!?]["'”’)\]]?)(?=[“"‘(]?[A-Z][a-z’'\s])"""
)
_LAST_WORD = re.compile(r"[^\W_][\w.&]*$")
_NEXT_WORD = re.compile(r"(?P<between>[\W_]*)(?P<word>\w+(?:[.&]\w+)*)")
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
_ADDRESS = re.compile(r"://|www\.|[@/\\=]|^[#]", re.IGNORECASE)
_DOMAIN_TAIL = re.compile(r"(?:Com|Org|Net|Gov|Edu|Co|Io|Ai|Tv|Js|Me|Us|Uk|De|Fr|Ru|Eu)\b")
_SPEAKER = re.compile(r"(?:[A-Z][\w.’'-]*\s+){1,4}(?P<verb>[a-z]+)\b")
_NO_INITIAL = re.compile(r"\b(?:[a-z’']+\s+I|on X)$")  # "than I.", "a post on X."
_CAMEL = re.compile(r"[a-z]{1,2}[A-Z]")
_PLAIN = re.compile(r"(?=\w*[aeiouy])[a-z]{3,}")


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of `text[start:end]`, in order, as spans of `text` without white space at their ends.

    What lies between two spans is white space only. A blank line and a bullet end a sentence whatever stands before
    them; a single line break is white space.
    """
    found: list[Span] = []
    for first, last in _blocks(text, start, len(text) if end is None else end):
        block = text[first:last]
        begin = 0
        for cut in [*_cuts(block), len(block)]:
            piece = block[begin:cut]
            stripped = piece.strip()
            if stripped:
                at = first + begin + len(piece) - len(piece.lstrip())
                found.append(Span(at, at + len(stripped)))
            begin = cut
    return found


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches that no sentence runs across: paragraphs, and the bullets within them."""
    begin = start
    for gap in _BREAK.finditer(text, start, end):
        yield begin, gap.start()
        begin = gap.end()
    yield begin, end


def _cuts(block: str) -> Iterator[int]:
    """Where a sentence of the block ends and another follows."""
    begin = 0
    for stop in _STOP.finditer(block):
        if _ends(block, stop, begin):
            begin = stop.end()
            yield begin


def _ends(block: str, stop: re.Match[str], begin: int) -> bool:
    before = block[max(begin, stop.start() - _LOOK) : stop.start()]
    if not any(map(str.isalnum, before)):
        return False  # marks alone are no sentence
    if stop["wide"]:
        return True
    if stop["glued"]:
        return _glued_ends(block, stop, before)
    following = _NEXT_WORD.match(block[stop.end() : stop.end() + _LOOK].lstrip())
    if following is None:
        # Only marks follow: a rule or a row of stars is no sentence's start unless words come later.
        return len(block) > stop.end() + _LOOK
    if stop.end() - begin < _LOOK and _LEADING.fullmatch(block, begin, stop.end()):
        return False
    return _reads_as_end(block, stop, before=before, following=following)


def _reads_as_end(block: str, stop: re.Match[str], *, before: str, following: re.Match[str]) -> bool:
    run, marks, word = stop["run"], stop["marks"], following["word"]
    if following["between"].startswith((".", "…")):
        return False  # of spaced dots, the last one decides
    asked = bool(set(run) & set("!?"))
    if not asked and (len(run) > 1 or "…" in run or before.rstrip().endswith(".")):
        return before[-1] not in "([“‘" and not _small(word) and word != "I"
    if asked:
        named = run == "!" and _last_word(before) in EXCLAIMED and not _opens(word)
        return not _small(word) and not named and not (marks and _is_speaker(block, stop))
    return _full_stop_ends(_last_word(before), marks=marks, before=before, following=following)


def _full_stop_ends(last: str, *, marks: str, before: str, following: re.Match[str]) -> bool:
    word, dashed = following["word"], not set("–—-").isdisjoint(following["between"])
    last = last.capitalize() if last.isupper() and last not in SELDOM_LAST and len(last) > 2 else last
    if _small(word):
        return not marks and bool(_PLAIN.fullmatch(last)) and last not in BEFORE_SMALL
    if last in NEVER_LAST:
        return False
    if last in CLOCK:
        return word not in AFTER_CLOCK and not dashed
    shortened = bool(_INITIALS.fullmatch(last)) or last in SELDOM_LAST
    if word[0].isdigit():
        return not shortened and last not in BEFORE_NUMBER
    if last in {"No", "Nos", "no", "nos"}:
        return True
    if _NO_INITIAL.search(before):
        return True
    if shortened or (len(last) == 1 and last.isupper()):
        return _opens(word) and not dashed
    return True


def _glued_ends(block: str, stop: re.Match[str], before: str) -> bool:
    """Whether a stop with no space after it ends a sentence, and not a part of an address or a name."""
    token = before.split()[-1:] or [""]
    after = block[stop.end() : stop.end() + _LOOK]
    last = _last_word(before)
    if _ADDRESS.search(token[0]) or _DOMAIN_TAIL.match(after) or last in NEVER_LAST | SELDOM_LAST | EXCLAIMED:
        return False
    return len(last) > 1 and not any(map(str.isupper, last[1:]))  # not StartPlaying.Games


def _last_word(before: str) -> str:
    found = _LAST_WORD.search(before)
    return found[0] if found else ""


def _small(word: str) -> bool:
    """Whether a word is written in small letters; "iPhone" is a name like any other."""
    return word[0].islower() and not _CAMEL.match(word)


def _opens(word: str) -> bool:
    return (word.capitalize() if word.isupper() else word) in OPENERS


def _is_speaker(block: str, stop: re.Match[str]) -> bool:
    """Whether a quoted question is followed by who asked it: `“Is it?” Putin asked.`"""
    found = _SPEAKER.match(block[stop.end() : stop.end() + 2 * _LOOK].lstrip())
    return found is not None and found["verb"] in SAYING and not _opens(found[0].split()[0])
