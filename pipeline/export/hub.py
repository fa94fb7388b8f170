"""Publish an export as a dataset repo on the Hub, in one commit of the changed files.

Imports huggingface_hub, which takes a second, only to upload.
"""

import hashlib
import os
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import AlmanacError, HubBroken, HubRefusal, HubUnreachable, UsageError
from pipeline.export.folder import CARD_FILE, MARKER_FILE
from pipeline.files import describe_os_error
from pipeline.hub_api.proxy import find_proxy, load_trusted_certificates
from pipeline.huggingface import find_token, load_huggingface_hub
from pipeline.notes import Note, Parameters

if TYPE_CHECKING:
    import httpx2
    from huggingface_hub import DatasetInfo, HfApi, RepoFile
    from huggingface_hub.errors import HfHubHTTPError

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
    """`url`: the commit's page; None if the repo was up to date."""

    url: str | None
    files: int
    bytes: int
    private: bool


def publish(api: "HfApi", target: Target, folder: Path, files: Sequence[str], message: str) -> PublishResult:
    """Upload changed files in one commit, creating the repo if needed; keeps its other files.

    Raises UsageError if the repo is public without `target.public` or has a card that no export wrote; HubRefusal,
    HubUnreachable or HubBroken if the Hub rejects the upload, which then commits nothing.
    """
    from huggingface_hub import CommitOperationAdd  # noqa: PLC0415

    with _translate_errors(api, target), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the Hub's warnings about a card
        repo_info = _get_or_create_repo(api, target)
        private = bool(repo_info.private)
        if not private and not target.public:
            raise UsageError(Note("repo_is_public", {"url": target.url}), Note("nothing_uploaded"))
        remote_files = _list_remote_files(api, target, repo_info.sha)
        if CARD_FILE in remote_files and MARKER_FILE not in remote_files:
            raise UsageError(Note("foreign_card", {"file": CARD_FILE, "url": target.url}), Note("nothing_uploaded"))
        changed_files = [name for name in files if not _is_unchanged(folder / name, remote_files.get(name))]
        size = sum((folder / name).stat().st_size for name in changed_files)
        if not changed_files:
            return PublishResult(None, 0, 0, private)
        commit = api.create_commit(
            target.repo,
            [CommitOperationAdd(name, str(folder / name)) for name in changed_files],
            commit_message=message,
            repo_type="dataset",
            parent_commit=repo_info.sha,  # fails instead of overwriting a concurrent commit
        )
        return PublishResult(_clean_message(commit.commit_url), len(changed_files), size, private)


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
