"""A library built anew beside itself, then swapped in: until the last moment the old one serves."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from vectorstore import manifest as manifests
from vectorstore.adding import Intake, Progress
from vectorstore.articles import read_text
from vectorstore.chroma import ChromaStore
from vectorstore.config import LibraryConfig
from vectorstore.embedding import Encoder, load_encoder
from vectorstore.errors import LibraryDamaged, LibraryError, ReadError
from vectorstore.files import incoming
from vectorstore.given import Given
from vectorstore.lock import settled, writing
from vectorstore.manifest import Manifest
from vectorstore.outlets import OutletTable
from vectorstore.provenance import GIVEN
from vectorstore.records import key, to_article
from vectorstore.snapshot import newest
from vectorstore.types import Article, ArticleRecord, Attribute, FileReport
from vectorstore.writer import Checkpoint, Writer, pass_by


def rebuild(
    config: LibraryConfig,
    *,
    from_dirs: Sequence[Path] = (),
    encoder: Encoder | None = None,
    progress: Progress | None = None,
    checkpoint: Checkpoint = pass_by,
) -> list[FileReport]:
    """Reads the stored texts anew, or with `from_dirs` the files there, with today's code and the config's model.

    The manifest that names the new store replaces the old in one step; a kill before it leaves the old library, and
    the unfinished store is cleared away by the next rebuild. Raises LibraryDamaged when the stored texts can't be read,
    LibraryError when there is nothing to read.
    """
    if not from_dirs and not config.path.exists():
        raise _no_library(config.path)
    encoder = encoder or load_encoder(config.model)
    outlets = OutletTable.load(config.outlets_file)
    with writing(config.path), ExitStack() as open_until_built:
        in_use = _in_use(config.path, readable=not from_dirs)
        _clear(config, keep=in_use.store if in_use else None)
        added: dict[str, str] = {}
        items: Iterable[Article | FileReport]
        if from_dirs:
            items, total = incoming(from_dirs, outlets=outlets, max_bytes=config.max_article_bytes)
        else:
            store, records = _held(config, in_use)
            open_until_built.callback(store.close)
            items, total = _stored(store, records, outlets), len(records)
            added = {record.id: record.added for record in records}
        manifest = manifests.new(config, encoder, store=manifests.next_store(config.path, url=config.chroma_url))
        with Writer(config.path, manifest, url=config.chroma_url, publishes=False, checkpoint=checkpoint) as writer:
            reports = Intake(writer, encoder=lambda: encoder, added=added).add(items, total=total, progress=progress)
            built, articles = writer.manifest, len(writer.records)
        if from_dirs and not articles:
            raise _nothing_there(from_dirs, reports)
        checkpoint("built")
        built.save(config.path)
        checkpoint("swapped")
        open_until_built.close()
        _clear(config, keep=built.store)
        return reports


def read_again(article: Article, *, outlets: OutletTable) -> Article:
    """The stored article as today's code reads its text; what was given from outside the text is given again."""

    def given(attribute: Attribute | None) -> str | None:
        return attribute.value if attribute and attribute.basis == GIVEN and attribute.span is None else None

    values = {name: given(getattr(article, name)) for name in ("outlet", "published", "updated", "title", "url")}
    authors = [name for author in article.authors if (name := given(author))]
    stated = {name: value for name, value in values.items() if value} | ({"authors": authors} if authors else {})
    return read_text(
        article.text,
        source=article.source,
        encoding=article.encoding,
        given=Given.model_validate(stated),
        outlets=outlets,
        root=article.root,
    )


def _stored(
    store: ChromaStore, records: Iterable[ArticleRecord], outlets: OutletTable
) -> Iterator[Article | FileReport]:
    for record in records:
        held = store.article(key(record.id, record.revision))
        if held is None:
            yield FileReport(record.source, "refused", record.id, reason="its text is missing from the store")
            continue
        try:
            yield read_again(to_article(*held), outlets=outlets)
        except ReadError as error:
            yield FileReport(record.source, "refused", record.id, reason=str(error))


def _held(config: LibraryConfig, manifest: Manifest | None) -> tuple[ChromaStore, list[ArticleRecord]]:
    if manifest is None:
        raise _no_library(config.path)
    with settled(config.path):
        store = ChromaStore.open(config.path / manifest.store, url=config.chroma_url)
        records, _ = newest(store.articles())
    return store, list(records.values())


def _no_library(folder: Path) -> LibraryError:
    return LibraryError(f"There is no library in {folder} to rebuild.", next="Make one: byline add PATH")


def _in_use(folder: Path, *, readable: bool) -> Manifest | None:
    """The manifest, None where there is none; one that can't be read is an error only if it must be `readable`."""
    try:
        return manifests.load(folder)
    except LibraryDamaged:
        if readable:
            raise
        return None


def _clear(config: LibraryConfig, *, keep: str | None) -> None:
    """Removes the stores that rebuilds replaced or never finished; none where it is not known which is in use."""
    if keep is None:
        return
    for store in manifests.stores(config.path):
        if store.name != keep:
            if config.chroma_url:
                ChromaStore.open(store, url=config.chroma_url, create=True).drop()
            shutil.rmtree(store, ignore_errors=True)


def _nothing_there(folders: Sequence[Path], reports: Sequence[FileReport]) -> LibraryError:
    first = next((report for report in reports if report.reason), None)
    named = first is None or first.source in first.reason
    why = f": {'' if named else f'{first.source}, '}{first.reason.rstrip('.')}" if first else ""
    return LibraryError(
        f"There is no article in {', '.join(map(str, folders))}{why}.", next="Name the folder that holds the articles."
    )
