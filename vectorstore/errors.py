"""What can go wrong, as one small family.

    BylineError                 has a code, a message that names the thing and the reason, and the next step
    |- ReadError                a file can't become an article (empty, binary, too large, undecodable, missing)
    |- LibraryError             the library can't do what was asked
    |  |- LibraryBusy           another process is writing; the message names it
    |  |- LibraryMismatch       built with another model or format; the next step is the command that rebuilds it
    |  |- LibraryDamaged        the store on disk can't be read
    |  |- DiskFull              no room to write; what was there is untouched
    |  `- ArticleNotFound       no article has that id
    |- ModelError               an encoder is missing, or is not what it should be
    `- UsageError               a question or filter that makes no sense (empty, too long, no date, unknown outlet)

Exceptions of Chroma, tantivy, the operating system and the model libraries are translated where they arise,
each in the one module that uses that library.
"""

from __future__ import annotations


class BylineError(Exception):
    """Base of every error Byline raises on purpose.

    `code` is a stable word for programs, `message` names the thing and the reason, `next` says what to do.
    """

    code = "error"

    def __init__(self, message: str, *, next: str = "", code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.next = next
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.next}".strip()


class ReadError(BylineError):
    code = "unreadable"


class LibraryError(BylineError):
    code = "library"


class LibraryBusy(LibraryError):
    code = "library_busy"


class LibraryMismatch(LibraryError):
    code = "library_mismatch"


class LibraryDamaged(LibraryError):
    code = "library_damaged"


class DiskFull(LibraryError):
    code = "disk_full"


class ArticleNotFound(LibraryError):
    code = "article_not_found"


class ModelError(BylineError):
    code = "model"


class UsageError(BylineError):
    code = "usage"
