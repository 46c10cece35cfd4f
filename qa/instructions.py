"""Sentences of an article that read like instructions to a language model. Pure.

They are text like any other, quoted and cited as such; they are marked so that a reader knows them for what they are.
"""

from __future__ import annotations

import functools
import re
import unicodedata

_EARLIER = r"(?:previous|prior|above|earlier|preceding|foregoing|former|initial|original|existing)"
_RULES = r"(?:instructions?|prompts?|rules|guidelines|directions|directives|commands?|messages?|context|system prompt)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:ignore|disregard|forget|override|bypass|skip|do not follow|don.t follow|stop following)\b.{{0,40}}"
        rf"\b(?:{_EARLIER}|all|any|your|the|system)\b.{{0,30}}\b{_RULES}",
        r"\b(?:ignore|disregard|forget)\s+(?:everything|anything|all|what)\b.{0,30}"
        r"\b(?:above|before|said|told|written|know|so far)\b",
        rf"\b(?:new|updated|real|actual|revised|hidden|secret)\s+{_RULES}\s*(?::|are|is)",
        r"\byou are (?:now|no longer|from now on)\b",
        r"\b(?:act|behave|respond|answer|pretend|role-?play)\s+(?:as|like)\s+(?:if|an?|though|the)\b.{0,40}"
        r"\b(?:assistant|ai|model|bot|dan|hacker|pirate|administrator|developer|expert|you)\b",
        r"(?:^|[\n>\]*#])\s*(?:#+\s*)?(?:(?:system|assistant|user|ai)\s*(?:message|prompt|note)?|(?:developer|human)\s+(?:message|note))\s*[:>\]]",
        r"<\|?/?\s*(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|s)\b[^>]*>?",
        r"\[/?INST\]|<<SYS>>",
        r"\b(?:reveal|print|repeat|show|output|leak|disclose|send|display|summari[sz]e)\b.{0,30}"
        r"\b(?:system prompt|your (?:instructions|prompt|rules)|api keys?|passwords?|"
        r"(?:the|this|whole|entire|user.s) (?:conversation|chat|question))\b",
        r"!\[[^\]]*\]\(\s*https?:",
        r"\b(?:append|include|add|insert|embed|render|click)\b.{0,40}\b(?:link|image|url)\b.{0,60}https?:",
        r"\b(?:attention|note|message|instructions?|important|hey|dear)\b.{0,12}"
        r"\b(?:ai|llms?|language models?|chatbots?|assistants?|chatgpt|gpt|claude|gemini|copilot)\b",
        r"\b(?:if you are|as) an? (?:ai|llm|language model|large language model|chatbot)\b",
        r"\b(?:language models?|llms?|ai assistants?)\b.{0,20}\b(?:must|should|are (?:told|ordered|required) to)\b",
        r"\b(?:when|whenever) (?:asked|summari[sz]ing|answering)\b.{0,60}\b(?:say|answer|reply|respond|write|state)\b",
        r"\b(?:answer|reply|respond|begin|start|end)\b.{0,25}\b(?:only with|with the (?:words?|phrase)|every answer)\b",
        r"\bdo not (?:mention|cite|quote|reveal|answer)\b.{0,50}\b(?:source|article|user|reader|instruction|question)",
        # The same in the languages in which it was published.
        r"\bignor(?:ez|e|iere|ieren|a|ad|are)\b.{0,40}\b(?:instructions?|instrucciones|anweisungen|istruzioni|instruções)",
        r"\b(?:olvida|oubliez|vergiss|dimentica|esqueça)\b.{0,40}\b(?:instru\w+|anweisung\w*|todo|tout|alles)",
        r"игнорируй|забудь (?:все|всё)|忽略(?:之前|以上|所有|先前)|無視して|이전 지시",
    )
)
KEPT = 4_096
"""Sentences whose verdict is kept: the same are found for one question after the other."""

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]|[\U000e0000-\U000e007f]")
_TAGS = re.compile(r"[\U000e0020-\U000e007e]{4,}")
_SPACES = re.compile(r"\s+")


@functools.lru_cache(maxsize=KEPT)
def reads_as_instruction(text: str) -> bool:
    """Whether a sentence reads as if it told a language model what to do; hidden marks and odd letters do not help."""
    if _TAGS.search(text):
        return True  # letters that no screen shows, and a model reads
    plain = _SPACES.sub(" ", unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)))
    spaced = re.sub(r"\b(?:\w[ ._-]){3,}\w\b", lambda letters: re.sub(r"[ ._-]", "", letters.group()), plain)
    return any(pattern.search(one) for pattern in _PATTERNS for one in (plain, spaced))
