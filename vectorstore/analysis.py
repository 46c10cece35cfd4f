"""What the keyword index takes for words."""

from __future__ import annotations

from typing import Any

from vectorstore.config import Words

# What every question has.
_COMMON = """
a about after all also an and any are as at be been before being both but by can could did do does doing during each
for from further had has have having he her here hers him his how i if in into is it its itself just me more most my
no nor not of off on once only or other our out over own same she should so some such than that the their them then
there these they this those through to too under until up very was we were what when where which while who whom why
will with would you your
""".split()

# What news, and questions about news, are full of besides.
_NEWS = "according article articles reported report reports says said say".split()

STOP_WORDS = {"none": [], "common": _COMMON, "news": _COMMON + _NEWS}


def analyzer(words: Words) -> Any:
    """Words in lower case without accents, without the stop words, by their English stem (Porter's second stemmer)."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple())
    steps = [Filter.remove_long(60), Filter.lowercase(), Filter.ascii_fold()]
    if STOP_WORDS[words.stop_words]:
        steps.append(Filter.custom_stopword(STOP_WORDS[words.stop_words]))
    if words.stemming:
        steps.append(Filter.stemmer("english"))
    for step in steps:
        builder = builder.filter(step)
    return builder.build()
