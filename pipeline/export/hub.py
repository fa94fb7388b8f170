"""Publishing an export as a dataset repo on the Hub: only what differs from what is there, in one commit.

huggingface_hub, which takes a second to import, is imported only when something is really sent.
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

READ_SECONDS, CONNECT_SECONDS = 300.0, 10.0  # huggingface_hub itself would wait for ever
NO_TOKEN = "set HF_TOKEN to a token that may write, or log in with `hf auth login`"  # noqa: S105  not one
_NAME_PATTERN = r"[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?"


@dataclass(frozen=True)
class Target:
    """Where an export is to be published. `repo`: owner/name of a dataset repo; `public`: what a new one becomes."""

    endpoint: str
    repo: str
    public: bool

    @property
    def url(self) -> str:
        """The repo's page."""
        return f"{self.endpoint}/datasets/{self.repo}"


def require_repo_name(repo: str) -> str:
    """The name of a repo as typed. Raises UsageError for one that the Hub cannot have."""
    if (
        not re.fullmatch(rf"{_NAME_PATTERN}/{_NAME_PATTERN}", repo)
        or re.search(r"--|\.\.|\.git$", repo)
        or len(repo) > 96
    ):
        raise UsageError(
            f"{repo[:100]!r} is not the name of a repo; write owner/name, in letters, digits, '-', '_' and '.', at most 96 characters."
        )
    return repo


def log_in(endpoint: str) -> "HfApi":
    """huggingface_hub with a token, and quiet. Raises UsageError where there is no token, or no network is wanted."""
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"  # read when it is first imported
    load_huggingface_hub()
    from huggingface_hub import HfApi, is_offline_mode, set_client_factory  # noqa: PLC0415
    from huggingface_hub.utils import logging  # noqa: PLC0415

    if is_offline_mode():
        raise UsageError("huggingface_hub is in offline mode; unset HF_HUB_OFFLINE to publish.")
    token = find_token()
    if not token:
        raise UsageError(f"There is no token to publish with: {NO_TOKEN}. Nothing was sent.")
    logging.set_verbosity_error()
    set_client_factory(_make_client_factory(endpoint))
    return HfApi(endpoint, token, library_name="hub-almanac", library_version=version("hub-almanac"))


def _make_client_factory(endpoint: str) -> Callable[[], "httpx2.Client"]:
    """Makes the httpx2.Client of uploads. Raises UsageError where the environment names a proxy or certificates that cannot be used."""
    import httpx2  # noqa: PLC0415

    find_proxy(endpoint)
    certificates, timeout = load_trusted_certificates(), httpx2.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)

    def make_client() -> httpx2.Client:
        # Large files go to other hosts, so all proxies of the environment may be needed.
        return httpx2.Client(verify=certificates, timeout=timeout, follow_redirects=True)

    try:
        make_client().close()
    except (ValueError, ImportError, httpx2.InvalidURL) as error:
        raise UsageError(
            f"HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names a proxy that cannot be used: {_clean_message(str(error)).rstrip('.')}."
        ) from None
    return make_client


@dataclass(frozen=True)
class PublishResult:
    """What publishing did. `url`: of the commit; None where the repo held everything already."""

    url: str | None
    files: int
    bytes: int
    private: bool


def publish(api: "HfApi", target: Target, folder: Path, files: Sequence[str], message: str) -> PublishResult:
    """Bring the repo to hold these files of the folder, in one commit; what else it holds stays.

    A repo that is not there is made. Raises UsageError where the repo is public and that was not asked for, or has a card that no
    export wrote; HubRefusal,
    HubUnreachable or HubBroken in one sentence when the Hub does not take it: then nothing was committed.
    """
    from huggingface_hub import CommitOperationAdd  # noqa: PLC0415

    with _translate_errors(api, target), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the Hub's own words about a card are not for a terminal
        repo_info = _get_or_create_repo(api, target)
        private = bool(repo_info.private)
        if not private and not target.public:
            raise UsageError(f"{target.url} is public; say --public to publish to it.")
        remote_files = _list_remote_files(api, target, repo_info.sha)
        if CARD_FILE in remote_files and MARKER_FILE not in remote_files:
            raise UsageError(
                f"{target.url} has a {CARD_FILE} that no export wrote, and it would be replaced; name another repo, or remove the file there."
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
            parent_commit=repo_info.sha,  # what somebody else did meanwhile is not undone unseen
        )
        return PublishResult(_clean_message(commit.commit_url), len(changed_files), size, private)


def _get_or_create_repo(api: "HfApi", target: Target) -> "DatasetInfo":
    """The repo as the Hub tells of it (`sha`, `private`), made if need be."""
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
    """Whether the Hub holds these bytes: by SHA-256 what it stores as a large file, by git's SHA-1 the rest."""
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
    """Whatever huggingface_hub raises, as one of our errors in one sentence, without the token."""
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
            raise HubUnreachable(f"The Hub at {target.endpoint} cannot be reached: {problem}.") from None
        if isinstance(cause, OSError) and cause.filename:
            raise AlmanacError(f"{cause.filename} cannot be read: {cause.strerror}.") from None
        raise HubBroken(
            f"The Hub at {target.endpoint} did not take {target.repo}: {message or type(cause).__name__}."
        ) from None


def _refusal_error(error: "HfHubHTTPError", api: "HfApi", target: Target) -> AlmanacError:
    status = error.response.status_code
    server_message = _clean_message((error.server_message or "").replace(str(api.token), "[token]")).rstrip(".")
    answer = f"The Hub at {target.endpoint} answered {status}{f' ({server_message})' if server_message else ''}"
    advice = {
        401: "check the token (HF_TOKEN)",
        403: f"the token may not write to {target.repo}",
        404: f"there is no {target.repo} and it cannot be made, or the token may not see it",
        409: f"{target.repo} is being changed by somebody else, run it again",
        412: f"{target.repo} was changed by somebody else meanwhile, run it again",
        413: "this is too much for one commit, publish it in several exports",
        429: "too many requests, run it again later",
    }
    if status >= 500:
        return HubBroken(f"{answer}: try again later.")
    return HubRefusal(f"{answer}: {advice.get(status, 'it does not take this request')}.")


def _clean_message(text: str) -> str:
    """One line of what a server said, short."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]
