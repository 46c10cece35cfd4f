"""What surrounds a story on a page: prompts, links to other stories, section labels, legal lines, addresses.

Each shape is matched from the start of a short line; a paragraph that merely mentions such a thing stays a paragraph.
"""

from __future__ import annotations

import re

LONGEST_PROMPT = 320
"""Characters of the longest line that asks the reader for something; a longer one is a paragraph."""

ADDRESS = re.compile(r"<?\s*((?:https?://|www\.)[^\s<>\"']{4,2000})\s*>?", re.IGNORECASE)

_ITEMS = (
    r"(?:articles?|stor(?:y|ies)|contents?|topics?|news|links?|coverage|posts?|videos?|reading|items?|headlines?|tags?)"
)
_RELATED_LABELS = (
    r"see also|also see|read also|also read|read (?:more|next|on)|must[- ]reads?|further reading|up next|in pictures",
    rf"related(?: {_ITEMS})?(?: from .{{1,30}})?",
    r"more on (?:this|the) (?:story|topic|subject)|more on this|more (?:from|in|like) .{1,40}",
    rf"more {_ITEMS}|suggested {_ITEMS}|trending(?: now| {_ITEMS})?",
    r"you (?:may|might) also (?:like|be interested in)|what to read next|read this next|in other news",
    rf"recommended(?: (?:for you|{_ITEMS}))?|don['’]?t miss|editor['’]?s['’]? (?:picks?|choice)",
    rf"(?:most|top|latest|popular|other|similar|recent|featured)(?: (?:read|popular|viewed|watched))?(?: {_ITEMS})",
    r"most (?:read|popular|viewed|watched|shared|commented)|around the web|from the web|from our partners",
    r"sponsored (?:content|links?)|promoted (?:content|stories)",
)
_RELATED_LABEL = re.compile(rf"(?:{'|'.join(_RELATED_LABELS)})\s*[:.…»>→-]*", re.IGNORECASE)

_CALLS = r"MORE|READ|WATCH|RELATED|READ MORE|READ ALSO|ALSO READ|SEE ALSO|DON['’]T MISS|VIDEO|LISTEN|BUY|LIVE"
_LED_BY, _THEN = r"(?i:[▶►»>•\[(*-]?\s*", r"\s*[:|>»–—-]\s*\S"
_RELATED_LINKS = (
    rf"{_LED_BY}(?:see also|also see|read also|also read|related(?: \w+)?|read next|must[- ]read|more on this){_THEN})",
    rf"{_LED_BY}(?:read more(?: (?:at|on|about|here))?|don['’]?t miss|recommended(?: reading)?){_THEN})",
    rf"{_LED_BY}watch (?:also|more|now){_THEN})",
    rf"(?:{_CALLS})\s*[:|>]\s*\S",
    r"(?:READ MORE|ALSO READ|READ ALSO|SEE ALSO|RELATED)\s+[A-Z“‘\"'].",
    r"(?:Read more|Also read|Related|See also)\s+(?:[A-Z][\w’'-]*\s+){3}[^.]*$",
)
_RELATED_LINK = re.compile("|".join(_RELATED_LINKS))

_NETWORK = (
    r"(?:facebook|twitter|whatsapp|linkedin|pinterest|reddit|telegram|instagram|tumblr|messenger|threads|youtube)"
)
_ACTION = rf"(?:{_NETWORK}|x|e-?mail|print|copy link|link|save|share|tweet|comments?)"
_PAGE = r"(?:article|story|piece|post|report|interview|column)"
_DESK = r"(?:additional )?(?:reporting|editing|writing|translation|translated|edited|compiled|text|production)"
_PROMPTS = (
    # The page asks the reader for something.
    r"please (?:let us know|enable|turn on|sign|log in|subscribe|consider|support|note that comments)\b",
    r"contact (?:the (?:author|reporter|writer|editor|newsroom)|us|our)\b|get in touch\b",
    r"(?:click|tap) (?:here|below|through|on|to)\b|(?:welcome to .{1,60}\s)?sign up\b|subscribe\b",
    r"download (?:our|the|now)\b|in this article\b.{0,40}follow\b|share all sharing options\b|last updated on \.",
    r"follow (?:us|@)|follow .{1,60} on (?:google news|x\b|" + _NETWORK + r")|(?:like|find|join|visit) us on\b",
    r"join (?:our|the (?:conversation|discussion|debate))\b|leave (?:a|your) (?:comment|reply)\b|submit (?:a|your)\b",
    r"(?:do you )?(?:have|got) (?:you got )?(?:an? |any )?(?:news |story |confidential )?(?:tips?|stor(?:y|ies)"
    r"|questions?"
    r"|views?|comments?|feedback|more information|corrections?)\b.{0,80}(?:\?|e-?mail|contact|send|tell|let us|write)",
    r"(?:what do you think\?? )?(?:let us know|tell us)\b.{0,120}(?:comments?|below|e-?mail|think)|send (?:us|tips)\b",
    r"get (?:the latest|our (?:free|daily|latest|app)|unlimited|breaking|all the latest)\b",
    r"create (?:a free|an|your) account\b",
    r"support (?:our (?:journalism|work)|independent journalism)\b|become a (?:member|subscriber|supporter)\b",
    r"thank you for (?:reading|subscribing|signing)\b|already (?:a|have an?) (?:subscriber|account|member)\b",
    r"you(?: have|['’]ve) (?:reached|read|used)\b.{0,60}(?:limit|free articles?|subscri)",
    rf"share (?:this|on|via|the {_PAGE}|your (?:thoughts|views|story))\b",
    r"(?:tweet|pin|send|save|bookmark|print|e-?mail) this\b",
    r"comments? (?:are|have been|section|policy)\b|republish (?:this|our)\b|\d+ comments?\b",
    # Legal and technical lines.
    r"(?:we|this (?:site|website|page)) uses? cookies|cookies? (?:policy|settings|preferences|notice)\b",
    r"(?:accept|manage|reject) (?:all|cookies)\b|by (?:clicking|continuing|signing up|subscribing|submitting)\b",
    r"(?:copyright|©|\(c\)) .{0,60}(?:19|20)\d\d|.{0,200}\ball rights reserved\b",
    r"our standards\b|the thomson reuters trust",
    r"(?:this )?material (?:may not be|from) .{0,200}(?:published|broadcast|rewritten|redistributed|reprinted)\b",
    r"javascript\b|your (?:browser|e-?mail address)\b.{0,120}(?:support|enabl|publish|javascript|required)",
    r"(?:views|opinions) expressed (?:in|here|by|are)\b",
    # Where the copy came from, and who worked on it.
    rf"[\[(]?{_DESK} by\b|with (?:additional )?(?:reporting|files|inputs|contributions?) (?:by|from)\b",
    rf"(?:this|the original) {_PAGE} (?:(?:was|is|has|had|been|first|originally|also)\s){{0,4}}"
    r"(?:published|appeared|syndicated|republished|posted|translated|produced)\b",
    rf"(?:originally|first) (?:published|appeared) (?:on|in|by|at)\b|a version of this {_PAGE}\b",
    rf"(?:read|view) the (?:original|full) {_PAGE}\b|source:|original (?:url|article|link|source|story)\b|canonical\b",
    r".{0,120}\bcontributed (?:reporting )?to this (?:report|story|article)\b",
    r"(?:first |last |originally )?(?:published|posted|updated|modified)(?: on| at)?\s*[:|]?\s*\w{0,9}[, ]*\d.{0,40}$",
    r"\(with (?:agency |agencies )?inputs?\b|\(agencies\)$",
    r"\(this story has not been edited\b|\(except for the headline\b",
    r"topics?:|tags?:|filed under|keywords?:|categor(?:y|ies):|editor['’]s note\b|correction:",
    # Finding one's way on the page.
    r"advert(?:isement|ising)?\b[\s:.-]*(?:scroll|continue|story|article|remove|skip|advertisement|loading|$)",
    r"skip (?:to|past|advert|ad\b|next)|tables? of contents?\b|jump to\b|continue reading\b|back to top\b",
    rf"{_PAGE} continues (?:below|after)\b|(?:next|prev(?:ious)?) (?:image|article|story|post|slide|page)\b",
    r"image \d+ of \d+",
    r"(?:view|see|open|show) (?:image|gallery|all photos|photos|fullscreen)\b|enlarge (?:this )?image",
    r"(?:image|media|video) (?:caption|source|copyright)\b|listen to (?:this|the) (?:article|story)\b",
    r"from the section\b|reading time\b|read time\b|for more (?:information|news|stories),? (?:visit|see|go to|click"
    r"|follow|check)\b",
)
_PROMPT = re.compile("|".join(_PROMPTS), re.IGNORECASE)
_WHOLE_LINES = (
    r"[\W\d_]*",
    r"!\[[^\]]{0,300}\]\([^)]{0,1000}\)",
    r"\S{1,64}@\S{1,190}\.[a-z]{2,12}\W*|(?:follow\s+)?@\w{2,30}\W*",
    rf"{_ACTION}(?:[\s,|/]+{_ACTION})*|share (?:on |via )?{_NETWORK}",
    r"(?:view |see |show |read |add |post |write |load )?(?:all |a |more |the "
    r"|your )?(?:\d[\d,]* )?comments?(?: \(\d+\))?",
    r"ads?(?: feedback| by .{1,30})?|sponsored(?: by .{1,40})?|promoted|paid post|newsletters?|podcasts?"
    r"|loading.{0,10}",
    r"(?:terms|privacy|conditions|disclaimer|about us|contact us|help|careers|site ?map|advertise)"
    r"(?:[ |]+(?:of|and|&|policy|use|service|notice|conditions|terms|privacy|about us|contact us|help|careers)){0,8}",
    r"(?:contents|in this (?:article|story)|skip|top|close|menu|search|home|play|pause|mute|previous|next|prev)",
    r"(?:play|watch) (?:video|now|live)|video player|text size.{0,20}|font size.{0,20}",
    r"\d+ ?(?:min(?:ute)?s?|sec)(?: read| to read)?",
    r"log ?in.{0,40}|sign in.{0,60}|register(?: now| here)?|(?:make a )?donat(?:e|ion)(?: now| today| here)?"
    r"|support us",
    r"(?:an?|\d+) (?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?) ago",
    r"tags|topics|get short url|order reprints.{0,60}",
    r"(?:in )?(?:reply|report|flag|like|dislike|upvote|edit|delete)",
)
_WHOLE_LINE = re.compile(rf"(?:{'|'.join(_WHOLE_LINES)})", re.IGNORECASE)

_SECTIONS = frozenset(
    """
    africa americas analysis arts asia athletics australia baseball basketball books breaking business canada
    celebrity climate columnists comment commentary companies cricket crime culture defence defense economics
    economy education elections editorial energy entertainment environment europe exclusive explainer fashion
    features film finance focus food football games gaming geopolitics golf health home india industry insight
    international interview investigations israel leader letters life lifestyle living local markets media metro
    middleeast military money movies music nation national nature news nfl nba obituaries opinion opinions
    people photos policy politics property real-estate review reviews russia science security soccer society
    space sport sports startups style tech technology television tennis terrorism theatre time trade travel tv
    uk ukraine us usa video videos war weather week world live update updates
    """.split()
)
_LINKING = frozenset(["and", "&", "the", "of", "in", "-", "|", ">", "/", "»", "›", "·", "•", "+", "latest", "section"])


def related_label(text: str) -> bool:
    """Whether the line only announces other stories, which then follow: "See also", "Most read"."""
    return len(text) <= 60 and _RELATED_LABEL.fullmatch(text) is not None


def related_link(text: str) -> bool:
    """Whether the line announces another story and names it: "MORE: Who won", "Read also: ..."."""
    return len(text) <= LONGEST_PROMPT and _RELATED_LINK.match(text) is not None


def address_line(text: str) -> bool:
    """Whether the line is an address and nothing else."""
    return ADDRESS.fullmatch(text) is not None


def prompt_line(text: str) -> bool:
    """Whether the line asks the reader for something, or is a legal or technical line of the page."""
    return len(text) <= LONGEST_PROMPT and bool(_WHOLE_LINE.fullmatch(text) or _PROMPT.match(text))


def section_label(text: str) -> bool:
    """Whether the line is made of names of sections only: "World", "News > Middle East"."""
    parts = text.casefold().replace("middle east", "middleeast").split() if len(text) <= 80 else []
    return 0 < len(parts) <= 8 and all(part.strip(":,>/|") in _SECTIONS or part in _LINKING for part in parts)
