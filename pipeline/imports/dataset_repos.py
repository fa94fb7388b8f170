"""Read a dataset repo on the Hub: its revision, license, files and commits."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

import msgspec

from pipeline.errors import HubBroken, HubRefusal, ImportFault, SourceMissing
from pipeline.hub_api.client import HubClient, RepoMissing
from pipeline.imports.pieces import SourceFile
from pipeline.notes import Note
from pipeline.secrets import shorten

MAX_FILES, MAX_PAGES = 100_000, 2_000
PAGE_SIZE = "1000"
T = TypeVar("T")
_SHA = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class Commit:
    sha: str
    time: dt.datetime
    title: str


class _Revision(msgspec.Struct):
    sha: str


class _Card(msgspec.Struct):
    license: str | list[str] | None = None


class _Description(msgspec.Struct):
    card: _Card | None = msgspec.field(default=None, name="cardData")


class _LargeFile(msgspec.Struct):
    oid: str
    size: int


class _Entry(msgspec.Struct):
    type: str
    path: str
    oid: str = ""
    size: int = 0
    lfs: _LargeFile | None = None


class _Commit(msgspec.Struct):
    id: str
    date: dt.datetime
    title: str = ""


class DatasetRepo:
    """One revision of a dataset repo. `name`: owner/name; `sha`: its commit; `license`: of its card."""

    def __init__(self, client: HubClient, name: str, revision: str):
        """Resolve the revision. Raises ImportFault if the Hub has none, HubUnreachable, HubRefusal or HubBroken."""
        self._client, self.name, self.settings = client, name, client.settings
        route = f"/api/datasets/{name}/revision/{quote(revision, safe='')}"
        try:
            page = client.fetch_detail(client.build_url(route, []))
        except RepoMissing:
            no_dataset = Note("no_dataset", {"name": name, "revision": shorten(revision, 60)})
            raise SourceMissing(no_dataset, Note("nothing_imported")) from None
        try:
            self.sha = msgspec.json.decode(page.body, type=_Revision).sha
        except msgspec.ValidationError:
            self.sha = ""
        if not _SHA.fullmatch(self.sha):
            raise HubBroken(Note("no_commit", {"name": name}), Note("nothing_imported"))
        self.license = _read_license(page.body)

    def build_address(self, path: str, sha: str = "") -> str:
        """Return the address of a file at a commit, by default the repo's own."""
        return f"{self._client.settings.endpoint}/datasets/{self.name}/resolve/{sha or self.sha}/{quote(path)}"

    def list_files(self) -> Mapping[str, SourceFile]:
        """Return every file by path. `version` is that of the content, so that other commits do not change it."""
        files: dict[str, SourceFile] = {}
        for entry in self._iter_rows(f"tree/{self.sha}", [("recursive", "true")], _Entry):
            if entry.type == "file":
                size, version = (entry.lfs.size, entry.lfs.oid) if entry.lfs else (entry.size, entry.oid)
                files[entry.path] = SourceFile(self.build_address(entry.path), size, version)
            if len(files) > MAX_FILES:
                raise ImportFault(Note("too_many_files", {"source": self.name, "most": MAX_FILES}))
        return files

    def iter_commits(self) -> Iterator[Commit]:
        """Yield commits, newest first."""
        for commit in self._iter_rows(f"commits/{self.sha}", [("limit", PAGE_SIZE)], _Commit):
            time = commit.date if commit.date.tzinfo else commit.date.replace(tzinfo=dt.UTC)
            if _SHA.fullmatch(commit.id):
                yield Commit(commit.id, time.astimezone(dt.UTC).replace(tzinfo=None), commit.title)

    def _iter_rows(self, route: str, params: list[tuple[str, str]], shape: type[T]) -> Iterator[T]:
        url = self._client.build_url(f"/api/datasets/{self.name}/{route}", params)
        for _ in range(MAX_PAGES):
            try:
                page, rows = self._client.fetch_rows(url)
                yield from (msgspec.json.decode(row, type=shape) for row in rows)
            except HubRefusal as error:
                raise ImportFault(*error.parts, Note("nothing_imported")) from None
            except msgspec.ValidationError as error:
                unknown_form = Note("unknown_description", {"name": self.name, "reason": shorten(str(error))})
                raise HubBroken(unknown_form, Note("nothing_imported")) from None
            if page.next_url is None:
                if page.bad_link:
                    raise page.bad_link
                return
            url = page.next_url
        raise HubBroken(Note("endless_list", {"name": self.name}), Note("nothing_imported"))


def _read_license(body: bytes) -> str | None:
    """Return the license that a repo's card names; a card may contain anything."""
    try:
        card = msgspec.json.decode(body, type=_Description).card
    except msgspec.ValidationError:
        return None
    licenses = card.license if card else None
    name = licenses if isinstance(licenses, str) else ", ".join(licenses or ())
    return shorten(name, 100) or None
