"""What everybody knows, as sentences that no source needs to say: what a check must not let pass without one. Pure."""

from __future__ import annotations

from collections.abc import Iterator

_CAPITALS = """Paris France|Berlin Germany|Rome Italy|Madrid Spain|Lisbon Portugal|Vienna Austria|Athens Greece|
Dublin Ireland|Oslo Norway|Stockholm Sweden|Helsinki Finland|Copenhagen Denmark|Warsaw Poland|Prague Czechia|
Budapest Hungary|Kyiv Ukraine|Moscow Russia|Ankara Turkey|Cairo Egypt|Nairobi Kenya|Tokyo Japan|Beijing China|
Canberra Australia|Ottawa Canada|Brasilia Brazil|Lima Peru|Santiago Chile|Havana Cuba|London England|Bangkok Thailand|
Hanoi Vietnam|Manila Philippines|Jakarta Indonesia|Tehran Iran|Baghdad Iraq|Jerusalem Israel|Doha Qatar|Riyadh Arabia"""
_FOUNDED = """Apple Steve Jobs 1976|Microsoft Bill Gates 1975|Amazon Jeff Bezos 1994|Google Larry Page 1998|
Facebook Mark Zuckerberg 2004|Tesla Martin Eberhard 2003|Netflix Reed Hastings 1997|Twitter Jack Dorsey 2006|
Nvidia Jensen Huang 1993|Intel Gordon Moore 1968|Oracle Larry Ellison 1977|Uber Travis Kalanick 2009|
Walmart Sam Walton 1962|Disney Walt Disney 1923|Ford Henry Ford 1903|Sony Akio Morita 1946|Spotify Daniel Ek 2006|
OpenAI Sam Altman 2015|SpaceX Elon Musk 2002|Samsung Lee Byung-chul 1938|Nintendo Fusajiro Yamauchi 1889"""
_PLAIN = """Water boils at 100 degrees Celsius at sea level.|The Earth moves around the Sun once a year.|
A football team has eleven players on the field.|A season of the NFL ends with the Super Bowl.|
The human body has two lungs and one heart.|Christmas is celebrated on the 25th of December.|
The president of the United States lives in the White House.|Light travels faster than sound.|
The Second World War ended in 1945.|A leap year has 366 days.|The Pacific is the largest ocean.|
Shakespeare wrote the play Hamlet.|Gold is a metal that does not rust.|Bitcoin is a digital currency.|
Mount Everest is the highest mountain in the world.|The moon has no atmosphere of its own.|
Inflation means that prices rise over time.|Smartphones connect to the internet by radio.|
Doctors advise people to sleep eight hours a night.|Exercise is good for the heart.|
Interest rates influence how much people borrow.|Movies are shown in cinemas around the world.|
Vaccines protect people from diseases.|Elections decide who governs a country.|
Companies publish their results every quarter.|Coffee contains caffeine, which keeps people awake."""


def common_facts() -> Iterator[tuple[str, str]]:
    """Each fact with a word by which to find a source that is about the same thing."""
    for pair in _split(_CAPITALS):
        city, country = pair.split()
        country = "Saudi Arabia" if country == "Arabia" else country
        yield f"{city} is the capital of {country}.", country
        yield f"The government of {country} has its seat in {city}.", city
    for entry in _split(_FOUNDED):
        company, *founder, year = entry.split()
        yield f"{company} was founded by {' '.join(founder)} in {year}.", company
        yield f"{' '.join(founder)} was among the founders of {company}.", company
    for sentence in _split(_PLAIN):
        yield sentence, max(sentence.rstrip(".").split(), key=len)


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\n", " ").split("|")]
