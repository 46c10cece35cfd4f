"""Photo credits: whose picture it is, which says nothing of whose page it is."""

from __future__ import annotations

import re

from vectorstore.lines import is_prose, sentence_ends

LONGEST = 160
"""Characters of the longest credit; a longer line with an agency in it is a paragraph."""

LONGEST_CAPTION = 450
"""Characters of the longest caption that carries a credit."""

CAPTION_SENTENCES = 3
"""Sentences, the credit counted, of which a caption may consist."""

_AGENCY = (
    r"(?:AP(?: Photos?| Images)?|AFP|Reuters|REUTERS|Getty(?: Images)?|GETTY(?: IMAGES)?|EPA(?:-EFE)?|epa|EFE|TASS"
    r"|ITAR-TASS|Sputnik|RIA Novosti|Xinhua|Shutterstock|REX|Rex Features|Alamy(?: Stock Photo| Live News)?|Bloomberg"
    r"|PA(?: Wire| Images| Media)?|AAP|WireImage|FilmMagic|iStock(?:photo)?|Unsplash|Pexels|Pixabay|Flickr"
    r"|Wikimedia(?: Commons)?|USA TODAY Sports|Imagn(?: Images)?|IMAGN IMAGES|Corbis|ZUMA(?: Press| Wire)?|Zuma"
    r"|NurPhoto"
    r"|Anadolu(?: Agency| Images)?|Kyodo(?: News)?|ANI|PTI|dpa|DPA|picture[ -]alliance|ANSA|LaPresse|Action Images"
    r"|Icon Sportswire|Allsport|NASA|ESA|Barcroft(?: Media)?|(?:Kremlin )?Pool(?: Photo)?|Handout|HANDOUT|File|FILE"
    r"|[Ff]ile (?:photo|image)|archive)"
)
_AGENCIES = rf"{_AGENCY}(?:\s*(?:/+|\||,|-|via|VIA|and|&)\s*{_AGENCY})*"
_PICTURE = r"(?:photo(?:graph)?s?|pictures?|pics?|images?|screenshots?|illustrations?|graphics?|video|art|cartoon)"
_LABEL = (
    rf"(?:(?:file |main |cover |header |top |lead )?{_PICTURE}"
    r"(?:\s+(?:credits?|courtesy(?: of)?|source|copyright|provided by|supplied by|by|from|via|taken by))?"
    r"|credits?|courtesy(?: of)?|handout)"
)
_LABELLED = re.compile(rf"[\[(]?\s*{_LABEL}\s*[:/|]\s*(?=\S)[^.!?]+\.?\s*[\])]?", re.IGNORECASE)
_PICTURED_BY = re.compile(
    r"[\[(]?\s*(?:photo(?:graph)?s?|pictures?|images?|illustrations?|graphics?|video|art) (?:by|courtesy(?: of)?|via"
    r"|from)"
    r"\s+(?=\S)[^!?]{2,80}[\])]?",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"[\[(]?\s*(?:©|\(c\)|(?:image |picture )?copyright|image source)\s*(?!.*\b(?:19|20)\d\d\b)(?!.*rights reserved).+",
    re.IGNORECASE,
)
_PERSON = r"[A-ZÀ-Þ][\w.'’-]*(?:\s[A-ZÀ-Þ][\w.'’-]*){0,3}"
_WHOLE = re.compile(
    rf"[\[(]?\s*(?:{_AGENCIES}|.{{2,80}}(?:\s*/+\s*|\s+via\s+|\s*\|\s*){_AGENCIES}"
    rf"|{_PERSON}(?:,\s+|\s+[-–—]\s+){_AGENCIES}"
    rf"|{_AGENCY}\s*/+\s*.{{2,60}})\s*\.?[\])]?"
)
_BRACKETED = re.compile(
    rf"[\[(]\s*(?:{_LABEL}\s*(?:by\b|:|/|\|)\s*[^()\[\]]{{2,100}}|AP Photos?[^()\[\]]{{0,80}}"
    rf"|[^()\[\]]{{2,80}}(?:/|\bvia )\s*{_AGENCIES}|File:? ?[^()\[\]]{{0,60}})\s*[\])]\.?$",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"\({_PERSON}\s*/\s*[A-ZÀ-Þ][^()]{{2,60}}\)$")
_SQUARE = re.compile(rf"\[(?:{_AGENCIES}|[^\[\]]{{2,60}}/\s*{_AGENCIES})\]$")
_TRAILING = re.compile(
    rf"(?<=[.!?”\"')])\s+((?:{_LABEL}\s*[:/|]\s*|©\s*)[^.!?]{{2,90}}"
    rf"|[A-ZÀ-Þ][^.!?/|]{{1,60}}(?:\s*(?:/|\|)\s*[^.!?/|]{{1,50}}){{0,3}}(?:\s*/+\s*|\s*\|\s*|\s+via\s+){_AGENCIES}"
    rf"|{_AGENCY}\s*/\s*[A-ZÀ-Þ][^.!?/|]{{1,40}})$",
)
_BETWEEN_MARKS = re.compile(r"\?\?\s*(?P<credit>[^?]{2,100}?)\s*\?\?")
_LEADING = re.compile(rf"(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+\s){{1,4}}?[A-ZÀ-Þ.'’-]+\s*[,/]\s*{_AGENCIES}(?=\s+[A-ZÀ-Þ\"“])")


def credit_line(text: str) -> bool:
    """Whether the whole line is a photo credit: `Photo by: Reuters`, `© Name/TASS`, `Name//Sputnik, Pool via AP`."""
    if len(text) > LONGEST:
        return False
    if is_prose(text):
        return bool(_LABELLED.fullmatch(text))
    return any(shape.fullmatch(text) for shape in (_LABELLED, _OWNED, _WHOLE, _PICTURED_BY, _BRACKETED, _SQUARE))


def caption_credit(text: str) -> tuple[int, int] | None:
    """Where the credit stands in a line that is a caption with its credit; None when the line is no such thing."""
    if len(text) > LONGEST_CAPTION or sentence_ends(text) > CAPTION_SENTENCES:
        return None
    marked = _BETWEEN_MARKS.match(text)
    if marked:
        return marked.span("credit")
    found = _LEADING.match(text) or _BRACKETED.search(text) or _NAMED.search(text) or _SQUARE.search(text)
    span = found.span() if found else None
    if span is None and (trailing := _TRAILING.search(text)):
        span = trailing.span(1)
    return span if span and span[1] - span[0] < len(text) else None
