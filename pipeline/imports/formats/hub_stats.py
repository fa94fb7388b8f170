"""Read whole days of the Hub: one Parquet file of a kind with the API's fields, overwritten daily in a dataset repo.

The repo's commits are its past: the last commit of a UTC day whose title names the file is that day. A folder may have daily copies.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from pipeline.errors import ImportFault
from pipeline.imports.dataset_repos import Commit, DatasetRepo
from pipeline.imports.footers import read_footer
from pipeline.imports.formats.base import HUB_FIELDS, WholeDayReader
from pipeline.imports.formats.mapping import OBVIOUS_NAMES
from pipeline.imports.normalize import open_session
from pipeline.imports.pieces import WHOLE_DAY, ImportPlan, Piece, SourceFile
from pipeline.imports.sources import Source, name_file
from pipeline.imports.values import build_time, find_column
from pipeline.kinds import KINDS, Kind
from pipeline.notes import Note

KIND_BY_NAME: Mapping[str, Kind] = {f"{kind.plural}.parquet": kind.name for kind in KINDS.values()}


class HubStats(WholeDayReader):
    name = "hub-stats"
    repo = "cfahlgren1/hub-stats"
    license = "apache-2.0"
    precedence = WHOLE_DAY

    @staticmethod
    def recognizes(source: Source) -> bool:
        if source.repo is not None and source.name == HubStats.repo:
            return True
        files = [file for path, file in source.files.items() if PurePosixPath(path).name in KIND_BY_NAME]
        if len(source.files) == 1:
            files = [file for path, file in source.files.items() if path.endswith(".parquet")]
        if not files:
            return False
        columns = read_footer(source, files[0]).columns
        if {name.casefold() for name in columns} & {*OBVIOUS_NAMES["day"], *OBVIOUS_NAMES["observed_at"]}:
            return False  # a table, which may have several days
        return len(source.files) > 1 or {"_id", "id", "likes", "lastModified"} <= columns

    def plan(self) -> ImportPlan:
        pieces: list[Piece] = []
        skipped_days: dict[dt.date, str] = {}
        for kind, paths in self._list_kinds():
            known_days = self.load_known_days(kind)
            candidates = list(self._plan_kind(kind, paths[0]) if len(paths) == 1 else self._plan_copies(kind, paths))
            pieces += [piece for piece in candidates if piece.first_day not in known_days.skip]
            days = {piece.first_day for piece in candidates}
            skipped_days |= {day: known_days.skip[day] for day in days if day in known_days.skip}
            if days:
                absent = known_days.absent.items()
                skipped_days |= {day: code for day, code in absent if min(days) < day < max(days) and day not in days}
        return self.build_plan(pieces, skipped_days)

    def _list_kinds(self) -> Iterator[tuple[Kind, list[str]]]:
        """Yield each requested kind with the paths of its file, or of its daily copies."""
        by_kind: dict[Kind, list[str]] = {}
        for path in self.source.files:
            if (kind := KIND_BY_NAME.get(PurePosixPath(path).name)) is not None:
                by_kind.setdefault(kind, []).append(path)
        if not by_kind and len(self.source.files) == 1:
            [(path, file)] = self.source.files.items()
            by_kind[self.request.kind or _guess_kind(self.source, file)] = [path]
        for kind in KINDS:
            if kind in by_kind and self.includes_kind(kind):
                root = f"{KINDS[kind].plural}.parquet"
                is_archive = self.source.repo is not None and root in by_kind[kind]  # whose commits are its days
                yield kind, [root] if is_archive else by_kind[kind]

    def _plan_kind(self, kind: Kind, path: str) -> Iterator[Piece]:
        repo, file = self.source.repo, self.source.files[path]
        if repo is None:
            observed_at = find_observation_time(self.source, file)
            if self.includes(observed_at.date()):
                yield self._build_piece(kind, file, observed_at)
        elif self.request.first_day is None and self.request.last_day is None:
            commit = next((commit for commit in repo.iter_commits() if names_file(commit, path)), None)
            yield self._build_piece(kind, file, commit.time if commit else find_observation_time(self.source, file))
        else:
            yield from self._plan_commits(kind, path, repo)

    def _plan_copies(self, kind: Kind, paths: Iterable[str]) -> Iterable[Piece]:
        """Return a piece for the last copy of each day."""
        pieces: dict[dt.date, Piece] = {}
        for observed_at, path in sorted(
            (find_observation_time(self.source, self.source.files[path]), path) for path in paths
        ):
            if self.includes(observed_at.date()):
                pieces[observed_at.date()] = self._build_piece(kind, self.source.files[path], observed_at)
        return pieces.values()

    def _plan_commits(self, kind: Kind, path: str, repo: DatasetRepo) -> Iterator[Piece]:
        """Yield a piece for the last commit of each day. Its bytes are estimated from the first and last one."""
        commits: dict[dt.date, Commit] = {}
        for commit in repo.iter_commits():
            day = commit.time.date()
            if self.request.first_day is not None and day < self.request.first_day:
                break
            if self.includes(day) and names_file(commit, path):
                last = commits.setdefault(day, commit)
                commits[day] = max(last, commit, key=lambda commit: commit.time)
        files = {
            day: SourceFile(repo.build_address(path, commit.sha), 0, commit.sha) for day, commit in commits.items()
        }
        if not files:
            return
        sizes = {
            day: read_footer(self.source, files[day]).count_bytes(HUB_FIELDS.values())
            for day in {min(files), max(files)}
        }
        first, last = min(files), max(files)
        for day, commit in sorted(commits.items()):
            share = (day - first).days / max((last - first).days, 1)
            byte_count = round(sizes[first] + share * (sizes[last] - sizes[first]))
            yield self._build_piece(kind, files[day], commit.time, byte_count)

    def _build_piece(
        self, kind: Kind, file: SourceFile, observed_at: dt.datetime, byte_count: int | None = None
    ) -> Piece:
        day, rows = observed_at.date(), None
        if byte_count is None:
            footer = read_footer(self.source, file)
            byte_count, rows = footer.count_bytes(HUB_FIELDS.values()), footer.rows
        fingerprint = self.fingerprint(kind, day, day, [file], observed_at)
        return Piece(kind, day, day, (file,), fingerprint, rows, byte_count, observed_at)


def names_file(commit: Commit, path: str) -> bool:
    """Whether a commit's title names the file."""
    return re.search(rf"(?<![\w./-]){re.escape(path)}(?![\w-]|\.\w)", commit.title) is not None


def find_observation_time(source: Source, file: SourceFile) -> dt.datetime:
    """Return the last change of any repo in a file of whole days, which is just before it was made. Raises ImportFault."""
    extremes = read_footer(source, file).extremes.get(HUB_FIELDS["last_modified"])
    if extremes is not None:
        return extremes[1]
    with open_session(source) as session:
        rows = session.read_query([file])
        column = find_column(session.read_types(rows), HUB_FIELDS["last_modified"])
        time = build_time(column) if column else None
        [(last,)] = session.fetch(f"SELECT max({time}) FROM ({rows})") if time else [(None,)]
    if not isinstance(last, dt.datetime):
        raise ImportFault(Note("no_day_in_file", {"file": name_file(file)}), Note("nothing_imported"))
    return last


def _guess_kind(source: Source, file: SourceFile) -> Kind:
    columns = read_footer(source, file).columns
    return "model" if columns & {"pipeline_tag", "library_name", "safetensors", "modelId"} else "dataset"
