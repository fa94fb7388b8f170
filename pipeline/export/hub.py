"""Publish an export as a dataset repo on the Hub, in commits of fewer than 100 changed files.

A month of a relation changes in one commit, so that each commit has all its rows once. Card, marker and manifest come last: until then, the
manifest is that of the last whole upload, whose commit a restore finds (imports/manifest.py). A killed upload is finished by the next one.

Imports huggingface_hub, which takes a second, only to upload.
"""

import hashlib
import os
import re
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.config import HubSettings
from pipeline.errors import AlmanacError, HubBroken, HubRefusal, HubUnreachable, UsageError
from pipeline.export.folder import CARD_FILE, Part, parse_path
from pipeline.files import describe_os_error
from pipeline.hub_api.proxy import find_proxy, load_trusted_certificates
from pipeline.huggingface import find_token, load_huggingface_hub
from pipeline.imports.manifest import (
    MANIFEST_FILE,
    MARKER_FILE,
    STATE_FOLDER,
    decode_manifest,
    is_state_file,
    read_manifest,
)
from pipeline.imports.sources import open_source
from pipeline.notes import Note, Parameters

if TYPE_CHECKING:
    import httpx2
    from huggingface_hub import DatasetInfo, HfApi, RepoFile
    from huggingface_hub.errors import HfHubHTTPError

COMMIT_FILES = 99  # the Hub advises fewer than 100
LAST_FILES = (MARKER_FILE, CARD_FILE, MANIFEST_FILE)
READ_SECONDS, CONNECT_SECONDS = 300.0, 10.0  # huggingface_hub has no timeout
_NAME_PATTERN = r"[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?"


@dataclass(frozen=True)
class Target:
    """`repo`: owner/name of a dataset repo; `public`: visibility of a new repo."""

    endpoint: str
    repo: str
    public: bool

    @property
    def url(self) -> str:
        """URL of the repo's page."""
        return f"{self.endpoint}/datasets/{self.repo}"


def require_repo_name(repo: str) -> str:
    """Return a valid repo name. Raises UsageError for a name that the Hub rejects."""
    if (
        not re.fullmatch(rf"{_NAME_PATTERN}/{_NAME_PATTERN}", repo)
        or re.search(r"--|\.\.|\.git$", repo)
        or len(repo) > 96
    ):
        raise UsageError(Note("invalid_repo_name", {"name": repo[:100]}))
    return repo


def log_in(endpoint: str) -> "HfApi":
    """Return a quiet huggingface_hub client with a token. Raises UsageError without a token or in offline mode."""
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"  # huggingface_hub reads it on import
    load_huggingface_hub()
    from huggingface_hub import HfApi, is_offline_mode, set_client_factory  # noqa: PLC0415
    from huggingface_hub.utils import logging  # noqa: PLC0415

    if is_offline_mode():
        raise UsageError(Note("offline_mode"))
    token = find_token()
    if not token:
        raise UsageError(Note("no_token"), Note("nothing_uploaded"))
    logging.set_verbosity_error()
    set_client_factory(_make_client_factory(endpoint))
    return HfApi(endpoint, token, library_name="hub-almanac", library_version=version("hub-almanac"))


def _make_client_factory(endpoint: str) -> Callable[[], "httpx2.Client"]:
    """Return a factory of upload clients. Raises UsageError for an invalid proxy or certificates."""
    import httpx2  # noqa: PLC0415

    find_proxy(endpoint)
    certificates, timeout = load_trusted_certificates(), httpx2.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)

    def make_client() -> httpx2.Client:
        # large files go to other hosts, so httpx2 needs all of the environment's proxies
        return httpx2.Client(verify=certificates, timeout=timeout, follow_redirects=True)

    try:
        make_client().close()
    except (ValueError, ImportError, httpx2.InvalidURL) as error:
        raise UsageError(Note("invalid_proxy", {"reason": _clean_message(str(error)).rstrip(".")})) from None
    return make_client


@dataclass(frozen=True)
class PublishResult:
    """`url`: the last commit's page; None if the repo was up to date."""

    url: str | None
    files: int
    bytes: int
    private: bool
    commits: int = 0


@dataclass(frozen=True)
class Change:
    """A file to upload, or (`is_deletion`) to delete."""

    path: str
    is_deletion: bool = False


def publish(
    api: "HfApi",
    target: Target,
    folder: Path,
    files: Sequence[str],
    message: str,
    is_complete: Callable[[Part], bool] | None = None,
) -> PublishResult:
    """Upload changed files, creating the repo if needed; keeps its other files, except those that these replace.

    `is_complete`: whether the folder has all rows of a part's days, so that other files of theirs in a repo with the same mark are stale.
    Raises UsageError if the repo is public without `target.public`, has a card that no export wrote, or days that this export lacks;
    HubRefusal, HubUnreachable or HubBroken if the Hub rejects the upload; the next one then goes on.
    """
    with _translate_errors(api, target), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the Hub's warnings about a card
        repo_info = _get_or_create_repo(api, target)
        private = bool(repo_info.private)
        if not private and not target.public:
            raise UsageError(Note("repo_is_public", {"url": target.url}), Note("nothing_uploaded"))
        remote_files = _list_remote_files(api, target, repo_info.sha)
        if CARD_FILE in remote_files and MARKER_FILE not in remote_files:
            raise UsageError(Note("foreign_card", {"file": CARD_FILE, "url": target.url}), Note("nothing_uploaded"))
        if MANIFEST_FILE in files and MANIFEST_FILE in remote_files:
            _require_newer(target, repo_info.sha or "main", folder)
        changed_files = [name for name in files if not _is_unchanged(folder / name, remote_files.get(name))]
        has_own_days = MARKER_FILE in remote_files and MARKER_FILE not in changed_files
        obsolete_files = list_obsolete_files(files, remote_files, is_complete if has_own_days else None)
        _require_no_other_month(target, files, {*remote_files}.difference(files, obsolete_files))
        changes = [*map(Change, changed_files), *(Change(path, is_deletion=True) for path in obsolete_files)]
        size = sum((folder / name).stat().st_size for name in changed_files)
        url, parent, batches = None, repo_info.sha, split_changes(changes)
        for number, batch in enumerate(batches, 1):
            part = f" ({number} of {len(batches)})" if len(batches) > 1 else ""
            url, parent = _commit(api, target, folder, batch, f"{message}{part}", parent)
        return PublishResult(url, len(changed_files), size, private, len(batches))


def list_obsolete_files(
    files: Collection[str], remote_files: Collection[str], is_complete: Callable[[Part], bool] | None = None
) -> list[str]:
    """List the repo's files that these replace, to be deleted.

    These are days of months that are one file now, files of the state before, and whatever else there is of the days that `is_complete`.
    """
    names = set(files)
    obsolete_files: list[str] = []
    for path in sorted(set(remote_files) - names):
        part = parse_path(path)
        is_old_state = MANIFEST_FILE in names and is_state_file(path)
        is_in_month = part and part.date and not part.whole_month and part.month.path in names
        if is_old_state or is_in_month or (part and is_complete and is_complete(part)):
            obsolete_files.append(path)
    return obsolete_files


def _require_no_other_month(target: Target, files: Collection[str], remaining_files: Set[str]) -> None:
    """Raise UsageError if days would be in the repo twice: in these files and in the file of their month."""
    for part in map(parse_path, files):
        if part and part.date and not part.whole_month and part.month.path in remaining_files:
            span = {"first": str(part.month.days[0]), "last": str(part.month.days[-1])}
            raise UsageError(Note("repo_has_month", {"url": target.url, "path": part.month.path, **span}))


def split_changes(changes: Sequence[Change]) -> list[list[Change]]:
    """Split changes into commits: what belongs together stays together, and what describes the export comes last."""
    units: dict[str, list[Change]] = {}
    for change in sorted(changes, key=lambda change: change.path):
        part = parse_path(change.path)
        key = "" if change.path in LAST_FILES else part.month.path if part and part.date else change.path
        units.setdefault(key, []).append(change)
    last_unit = units.pop("", [])
    batches: list[list[Change]] = [[]]
    for unit in [*units.values(), last_unit]:
        if batches[-1] and len(batches[-1]) + len(unit) > COMMIT_FILES:
            batches.append([])
        batches[-1] += unit
    return [batch for batch in batches if batch]


def _commit(
    api: "HfApi", target: Target, folder: Path, changes: Sequence[Change], message: str, parent: str | None
) -> tuple[str, str]:
    """Commit changes; return the commit's page and id."""
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete  # noqa: PLC0415

    operations = [
        CommitOperationDelete(change.path)
        if change.is_deletion
        else CommitOperationAdd(change.path, str(folder / change.path))
        for change in changes
    ]
    commit = api.create_commit(
        target.repo,
        operations,
        commit_message=message,
        repo_type="dataset",
        parent_commit=parent,  # fails instead of overwriting a concurrent commit
    )
    return _clean_message(commit.commit_url), commit.oid


def _require_newer(target: Target, revision: str, folder: Path) -> None:
    """Raise UsageError if the repo has another almanac, or later days than the folder."""
    own = decode_manifest((folder / MANIFEST_FILE).read_bytes(), str(folder))
    source = open_source(f"hf://datasets/{target.repo}@{revision}/{STATE_FOLDER}", HubSettings.from_env())
    remote = read_manifest(source)
    if remote is None:
        return
    if remote.almanac != own.almanac:
        raise UsageError(Note("repo_of_other_almanac", {"url": target.url, "repo": target.repo}))
    if remote.last_day and own.last_day and remote.last_day > own.last_day:
        days = {"last": str(remote.last_day), "own": str(own.last_day)}
        raise UsageError(Note("repo_has_later_days", {"url": target.url, "repo": target.repo, **days}))


def _get_or_create_repo(api: "HfApi", target: Target) -> "DatasetInfo":
    """Return the repo's `sha` and `private`, creating it if needed."""
    from huggingface_hub.errors import RepositoryNotFoundError  # noqa: PLC0415

    try:
        return api.dataset_info(target.repo, expand=["private", "sha"])
    except RepositoryNotFoundError as error:
        if error.response.status_code != 404:
            raise
    api.create_repo(target.repo, repo_type="dataset", private=not target.public, exist_ok=True)
    return api.dataset_info(target.repo, expand=["private", "sha"])


def _list_remote_files(api: "HfApi", target: Target, revision: str | None) -> Mapping[str, "RepoFile"]:
    from huggingface_hub import RepoFile  # noqa: PLC0415

    entries = api.list_repo_tree(target.repo, recursive=True, revision=revision, repo_type="dataset")
    return {entry.path: entry for entry in entries if isinstance(entry, RepoFile)}


def _is_unchanged(file: Path, remote_file: "RepoFile | None") -> bool:
    """Return whether the Hub has these bytes: compares SHA-256 for large files, git's SHA-1 for others."""
    size = file.stat().st_size
    if remote_file is None:
        return False
    with file.open("rb") as content:
        if remote_file.lfs is not None:
            return (
                remote_file.lfs.size == size
                and hashlib.file_digest(content, "sha256").hexdigest() == remote_file.lfs.sha256
            )
        if remote_file.size != size:
            return False
        digest = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
        digest.update(content.read())
        return digest.hexdigest() == remote_file.blob_id


@contextmanager
def _translate_errors(api: "HfApi", target: Target) -> Iterator[None]:
    """Translate errors of huggingface_hub to AlmanacError, without the token."""
    import httpx2  # noqa: PLC0415
    from huggingface_hub.errors import HfHubHTTPError  # noqa: PLC0415

    try:
        yield
    except AlmanacError:
        raise
    except Exception as error:
        cause = error.__cause__ if isinstance(error, RuntimeError) and error.__cause__ else error
        if isinstance(cause, HfHubHTTPError):
            raise _refusal_error(cause, api, target) from None
        message = _clean_message(str(cause).replace(str(api.token), "[token]"))
        if isinstance(cause, httpx2.TransportError):
            problem = f"{type(cause).__name__}: {message}".rstrip(": ")
            failure: Parameters = {"endpoint": target.endpoint, "attempts": 1, "reason": problem}
            raise HubUnreachable(Note("hub_unreachable", failure)) from None
        if isinstance(cause, OSError) and cause.filename:
            unreadable_file = Note("cannot_read", {"path": str(cause.filename), "cause": describe_os_error(cause)})
            raise AlmanacError(unreadable_file) from None
        rejection: Parameters = {
            "endpoint": target.endpoint,
            "repo": target.repo,
            "reason": (message or type(cause).__name__).rstrip("."),
        }
        raise HubBroken(Note("upload_rejected", rejection)) from None


def _refusal_error(error: "HfHubHTTPError", api: "HfApi", target: Target) -> AlmanacError:
    status = error.response.status_code
    server_message = _clean_message((error.server_message or "").replace(str(api.token), "[token]")).rstrip(".")
    message = f" ({server_message})" if server_message else ""
    answer = Note("hub_answered", {"endpoint": target.endpoint, "status": str(status), "message": message})
    advice = {
        401: Note("check_token"),
        403: Note("no_write_access", {"repo": target.repo}),
        404: Note("repo_not_creatable", {"repo": target.repo}),
        409: Note("another_commit", {"repo": target.repo}),
        412: Note("repo_changed", {"repo": target.repo}),
        413: Note("commit_too_large"),
        429: Note("too_many_requests"),
    }
    if status >= 500:
        return HubBroken(answer, Note("run_later"))
    return HubRefusal(answer, *([advice[status]] if status in advice else []))


def _clean_message(text: str) -> str:
    """Return a server's text as one line of at most 300 characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]
