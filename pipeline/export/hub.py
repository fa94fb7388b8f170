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
from pipeline.hub_api.proxy import find_proxy, load_trusted_certificates
from pipeline.huggingface import find_token, load_huggingface_hub

if TYPE_CHECKING:
    import httpx2
    from huggingface_hub import DatasetInfo, HfApi, RepoFile
    from huggingface_hub.errors import HfHubHTTPError

READ_SECONDS, CONNECT_SECONDS = 300.0, 10.0  # huggingface_hub has no timeout
NO_TOKEN = "set HF_TOKEN to a token with write access, or log in with `hf auth login`"  # noqa: S105  not a token
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
        raise UsageError(
            f"Invalid repo name {repo[:100]!r}; write owner/name with letters, digits, '-', '_' and '.', at most 96 characters."
        )
    return repo


def log_in(endpoint: str) -> "HfApi":
    """Return a quiet huggingface_hub client with a token. Raises UsageError without a token or in offline mode."""
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"  # huggingface_hub reads it on import
    load_huggingface_hub()
    from huggingface_hub import HfApi, is_offline_mode, set_client_factory  # noqa: PLC0415
    from huggingface_hub.utils import logging  # noqa: PLC0415

    if is_offline_mode():
        raise UsageError("huggingface_hub is in offline mode; unset HF_HUB_OFFLINE to publish.")
    token = find_token()
    if not token:
        raise UsageError(f"No token for the Hub; {NO_TOKEN}. Nothing was uploaded.")
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
        raise UsageError(
            f"Invalid proxy in HTTP_PROXY, HTTPS_PROXY or ALL_PROXY: {_clean_message(str(error)).rstrip('.')}."
        ) from None
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
            raise UsageError(f"{target.url} is public; publish to it with --public. Nothing was uploaded.")
        remote_files = _list_remote_files(api, target, repo_info.sha)
        if CARD_FILE in remote_files and MARKER_FILE not in remote_files:
            raise UsageError(
                f"Publishing would replace a {CARD_FILE} in {target.url} that no export wrote; name another repo or remove the file. "
                "Nothing was uploaded."
            )
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
            raise HubUnreachable(f"Cannot reach the Hub at {target.endpoint}: {problem}.") from None
        if isinstance(cause, OSError) and cause.filename:
            raise AlmanacError(f"Cannot read {cause.filename}: {cause.strerror}.") from None
        raise HubBroken(
            f"The Hub at {target.endpoint} rejected {target.repo}: {message or type(cause).__name__}."
        ) from None


def _refusal_error(error: "HfHubHTTPError", api: "HfApi", target: Target) -> AlmanacError:
    status = error.response.status_code
    server_message = _clean_message((error.server_message or "").replace(str(api.token), "[token]")).rstrip(".")
    answer = f"The Hub at {target.endpoint} answered {status}{f' ({server_message})' if server_message else ''}"
    advice = {
        401: "check the token (HF_TOKEN)",
        403: f"the token has no write access to {target.repo}",
        404: f"{target.repo} does not exist and cannot be created, or the token has no access to it",
        409: f"another commit to {target.repo} is in progress; run again",
        412: f"{target.repo} changed during the upload; run again",
        413: "the commit is too large; publish in several exports",
        429: "too many requests; run again later",
    }
    if status >= 500:
        return HubBroken(f"{answer}: run again later.")
    return HubRefusal(f"{answer}: {advice.get(status, 'it rejected the request')}.")


def _clean_message(text: str) -> str:
    """Return a server's text as one line of at most 300 characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]
