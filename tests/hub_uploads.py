"""A stand-in of the Hub's upload API: real HTTP on loopback, for datasets and Spaces, as huggingface_hub 2.4 speaks it.

It tells of a repo, makes one, lists its files in pages, checks a card's YAML, says which files are large (Parquet), takes
large files by LFS "basic" transfer, and commits. With the Xet protocol it takes what hf_xet sends, but does not put files
together again from it: then of a large file only its name, size and SHA-256 are known. No branches, no pull requests.
"""

import base64
import hashlib
import json
import socket
import threading
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, NamedTuple, Self

import uvicorn
import yaml
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

PAGE = 7  # entries of a page of a tree; the Hub's have 1,000
XET_TOKEN = "xet-short-lived"


class Sent(NamedTuple):
    """A request that came in. `token`: what its Authorization header bore."""

    method: str
    path: str
    token: str | None
    size: int


@dataclass
class Repo:
    """A dataset repo. `files`: by path, None for the bytes of a large file that came by Xet; `large`: (SHA-256, size)."""

    private: bool
    files: dict[str, bytes | None] = field(default_factory=dict)
    large: dict[str, tuple[str, int]] = field(default_factory=dict)
    commits: list[str] = field(default_factory=lambda: [f"{0:040x}"])


@dataclass
class HubUploads:
    """The stand-in; use it as a context, and `url` as HF_ENDPOINT.

    `tokens`: which owners each may write to. `failing`: the status to answer to paths that hold a text.
    """

    tokens: dict[str, set[str]]
    failing: dict[str, int] = field(default_factory=dict)
    repos: dict[str, Repo] = field(default_factory=dict)
    stored: dict[str, bytes] = field(default_factory=dict)
    requests: list[Sent] = field(default_factory=list)
    xorbs: int = 0

    def __enter__(self) -> Self:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        routes = [
            Route("/api/datasets/{owner}/{name}", self._info),
            Route("/api/datasets/{owner}/{name}/tree/{revision}", self._tree),
            Route("/api/datasets/{owner}/{name}/preupload/{revision}", self._preupload, methods=["POST"]),
            Route("/api/datasets/{owner}/{name}/commit/{revision}", self._commit, methods=["POST"]),
            Route("/api/datasets/{owner}/{name}/xet-write-token/{revision}", self._xet_token),
            Route("/api/repos/create", self._create, methods=["POST"]),
            Route("/api/validate-yaml", self._validate, methods=["POST"]),
            Route("/datasets/{owner}/{name}.git/info/lfs/objects/batch", self._batch, methods=["POST"]),
            Route("/stored/{oid}", self._store, methods=["PUT"]),
            Route("/verified", self._verify, methods=["POST"]),
            Route("/v1/xorbs/default/{hash}", self._xorb, methods=["POST"]),
            Route("/v1/shards", self._shard, methods=["POST"]),
            Route("/{path:path}", self._nothing, methods=["GET", "POST", "PUT"]),
        ]
        spaces = [
            Route(route.path.replace("/datasets/", "/spaces/"), route.endpoint, methods=list(route.methods or []))
            for route in routes
            if "/datasets/" in route.path
        ]
        routes = [*spaces, *routes]
        config = uvicorn.Config(Starlette(routes=routes), lifespan="off", log_config=None, access_log=False, ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 10
        while not self._server.started:
            assert time.monotonic() < deadline, "the stand-in did not start"
            time.sleep(0.005)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(10)
        self._socket.close()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    async def _info(self, request: Request) -> Response:
        repo = await self._asked(request)
        if isinstance(repo, Response):
            return repo
        return JSONResponse({"id": _name(request), "private": repo.private, "sha": repo.commits[-1]})

    async def _create(self, request: Request) -> Response:
        if refused := await self._refused(request):
            return refused
        asked = await request.json()
        name = f"{asked['organization']}/{asked['name']}"
        if asked["organization"] not in self._writes(request):
            return _error(403, "You don't have the rights to create a dataset under this namespace")
        assert asked["type"] in ("dataset", "space")
        if name in self.repos:
            return JSONResponse({"url": f"{self.url}/{asked['type']}s/{name}"}, 409)
        self.repos[name] = Repo(asked["visibility"] == "private", {".gitattributes": b"*.parquet filter=lfs\n"})
        return JSONResponse({"url": f"{self.url}/datasets/{name}"})

    async def _tree(self, request: Request) -> Response:
        repo = await self._asked(request)
        if isinstance(repo, Response):
            return repo
        assert request.path_params["revision"] in ("main", "HEAD", repo.commits[-1])
        folders = {path.rsplit("/", 1)[0] for path in repo.files if "/" in path}
        entries: list[dict[str, Any]] = [{"type": "directory", "path": path, "oid": "0" * 40} for path in folders]
        for path, content in repo.files.items():
            if path in repo.large:
                oid, size = repo.large[path]
                lfs = {"oid": oid, "size": size, "pointerSize": 130}
                entries.append({"type": "file", "path": path, "oid": "1" * 40, "size": size, "lfs": lfs})
            else:
                assert content is not None
                entries.append({"type": "file", "path": path, "oid": _git_hash(content), "size": len(content)})
        start = int(request.query_params.get("cursor", 0))
        more = f"{self.url}{request.url.path}?recursive=true&cursor={start + PAGE}"
        link = {"Link": f'<{more}>; rel="next"'} if start + PAGE < len(entries) else {}
        return JSONResponse(sorted(entries, key=lambda entry: entry["path"])[start : start + PAGE], headers=link)

    async def _validate(self, request: Request) -> Response:
        if refused := await self._refused(request):
            return refused
        asked = await request.json()
        needed = {"dataset": "configs", "space": "sdk"}[asked["repoType"]]
        parts = asked["content"].split("---\n")
        try:
            assert parts[0] == "" and needed in yaml.safe_load(parts[1])
        except (AssertionError, yaml.YAMLError, IndexError) as error:
            return JSONResponse({"errors": [{"message": str(error)}]}, 400)
        return JSONResponse({"warnings": [{"message": "add a licence \x1b[31m"}]})

    async def _preupload(self, request: Request) -> Response:
        repo = await self._asked(request, write=True)
        if isinstance(repo, Response):
            return repo
        told: list[dict[str, Any]] = []
        for file in (await request.json())["files"]:
            large = file["path"].endswith(".parquet")
            content = repo.files.get(file["path"])
            small = _git_hash(content) if content is not None else None
            oid = repo.large[file["path"]][0] if file["path"] in repo.large else small
            mode = "lfs" if large else "regular"
            told.append({"path": file["path"], "uploadMode": mode, "shouldIgnore": False, "oid": oid})
        return JSONResponse({"files": told})

    async def _batch(self, request: Request) -> Response:
        repo = await self._asked(request, write=True)
        if isinstance(repo, Response):
            return repo
        asked = await request.json()
        assert asked["operation"] == "upload" and "basic" in asked["transfers"] and asked["hash_algo"] == "sha256"
        objects: list[dict[str, Any]] = []
        for one in asked["objects"]:
            upload, verify = {"href": f"{self.url}/stored/{one['oid']}"}, {"href": f"{self.url}/verified"}
            wanted = {} if one["oid"] in self.stored else {"actions": {"upload": upload, "verify": verify}}
            objects.append({**one, **wanted})
        return JSONResponse({"transfer": "basic", "objects": objects})

    async def _store(self, request: Request) -> Response:
        body = await self._noted(request)
        if request.headers.get("authorization"):
            return _error(400, "an address that is signed wants no token")
        if hashlib.sha256(body).hexdigest() != request.path_params["oid"]:
            return _error(400, "these are other bytes")
        self.stored[request.path_params["oid"]] = body
        return Response()

    async def _verify(self, request: Request) -> Response:
        if refused := await self._refused(request):
            return refused
        asked = await request.json()
        return Response(status_code=200 if len(self.stored.get(asked["oid"], b"")) == asked["size"] else 404)

    async def _commit(self, request: Request) -> Response:
        repo = await self._asked(request, write=True)
        if isinstance(repo, Response):
            return repo
        header, *operations = (json.loads(line) for line in (await request.body()).splitlines())
        if header["value"].get("parentCommit", repo.commits[-1]) != repo.commits[-1]:
            return _error(412, "A commit has happened since. Please refresh and try again.")
        for operation in operations:
            value = operation["value"]
            if operation["key"] == "file":
                repo.files[value["path"]] = base64.b64decode(value["content"])
            elif operation["key"] == "lfsFile":
                if value["oid"] not in self.stored and not self.xorbs:
                    return _error(400, f"{value['path']} was never uploaded")
                repo.files[value["path"]] = self.stored.get(value["oid"])
                repo.large[value["path"]] = value["oid"], value["size"]
            elif operation["key"] == "deletedFile":
                del repo.files[value["path"]]
            else:
                return _error(400, f"no {operation['key']} here")
        repo.commits.append(f"{len(repo.commits):040x}")
        url = f"{self.url}/datasets/{_name(request)}/commit/{repo.commits[-1]}"
        return JSONResponse({"commitUrl": url, "commitOid": repo.commits[-1], "pullRequestUrl": None})

    async def _xet_token(self, request: Request) -> Response:
        repo = await self._asked(request, write=True)
        if isinstance(repo, Response):
            return repo
        until = int(time.time()) + 3600
        headers: dict[str, str] = {"X-Xet-Cas-Url": self.url, "X-Xet-Access-Token": XET_TOKEN}
        headers["X-Xet-Token-Expiration"] = str(until)
        return JSONResponse({"casUrl": self.url, "accessToken": XET_TOKEN, "exp": until}, headers=headers)

    async def _xorb(self, request: Request) -> Response:
        await self._noted(request)
        self.xorbs += 1
        return JSONResponse({"was_inserted": True})

    async def _shard(self, request: Request) -> Response:
        await self._noted(request)
        return JSONResponse({"result": 1})

    async def _nothing(self, request: Request) -> Response:
        await self._noted(request)
        return _error(404, "Sorry, we can't find the page you are looking for.")

    async def _noted(self, request: Request) -> bytes:
        body = await request.body()
        token = request.headers.get("authorization")
        told = token.removeprefix("Bearer ") if token else None
        self.requests.append(Sent(request.method, request.url.path, told, len(body)))
        return body

    async def _refused(self, request: Request) -> Response | None:
        """What comes before all else: a planned failure, a token that is none."""
        await self._noted(request)
        for text, status in self.failing.items():
            if text in request.url.path:
                return _error(status, f"planned, with {request.headers.get('authorization')}")
        if self.requests[-1].token not in self.tokens:
            return _error(401, "Invalid credentials in Authorization header")
        return None

    async def _asked(self, request: Request, *, write: bool = False) -> Repo | Response:
        if refused := await self._refused(request):
            return refused
        repo = self.repos.get(_name(request))
        if repo is None or (repo.private and request.path_params["owner"] not in self._writes(request)):
            return _error(404, "Repository not found", "RepoNotFound")
        if write and request.path_params["owner"] not in self._writes(request):
            return _error(403, "You have read access but not the required permissions for this operation")
        return repo

    def _writes(self, request: Request) -> set[str]:
        return self.tokens[request.headers["authorization"].removeprefix("Bearer ")]


def _name(request: Request) -> str:
    return f"{request.path_params['owner']}/{request.path_params['name']}"


def _error(status: int, message: str, code: str = "") -> Response:
    headers = {"X-Error-Message": message, **({"X-Error-Code": code} if code else {})}
    return JSONResponse({"error": message}, status, headers=headers)


def _git_hash(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
