"""Read weekly snapshots of the whole Hub: folders by date, whose date is not the time of observation."""

import datetime as dt
import re
from collections.abc import Mapping

from pipeline.imports.footers import read_footers
from pipeline.imports.formats.base import HUB_FIELDS, WholeDayReader
from pipeline.imports.formats.hub_stats import find_observation_time
from pipeline.imports.pieces import WEEKLY, ImportPlan, Piece, SourceFile
from pipeline.imports.sources import Source
from pipeline.kinds import KINDS, Kind

_PATH = re.compile(r"(?:.*/)?(models|datasets)/(\d{4}-\d{2}-\d{2})/[^/]+\.parquet")
KIND_BY_FOLDER: Mapping[str, Kind] = {kind.plural: kind.name for kind in KINDS.values()}
MARGIN = dt.timedelta(days=14)  # between a folder's date and the observation


class Weekly(WholeDayReader):
    name = "weekly"
    repo = "hfmlsoc/hub_weekly_snapshots"
    license = "odbl"
    share_alike = True
    precedence = WEEKLY

    @staticmethod
    def recognizes(source: Source) -> bool:
        return any(_PATH.fullmatch(path) for path in source.files)

    def plan(self) -> ImportPlan:
        pieces: list[Piece] = []
        skipped_days: dict[dt.date, str] = {}
        for kind in KINDS:
            if self.includes_kind(kind):
                own_pieces, own_skipped_days = self._plan_kind(kind)
                pieces += own_pieces
                skipped_days |= own_skipped_days
        return self.build_plan(pieces, skipped_days)

    def _plan_kind(self, kind: Kind) -> tuple[list[Piece], dict[dt.date, str]]:
        """Return the pieces by time of observation, and the folders' dates that repeat an earlier one."""
        files = self._list_files(kind)
        all_files = [file for parts in files.values() for file in parts]
        footers = dict(zip(all_files, read_footers(self.source, all_files), strict=True))
        skipped_days: dict[dt.date, str] = {}
        known_days = self.load_known_days(kind).skip
        pieces: dict[dt.date, Piece] = {}
        versions: set[frozenset[tuple[int, str]]] = set()
        observed_times: set[dt.datetime] = set()
        for date, parts in files.items():
            version = frozenset((file.size, file.version) for file in parts)
            is_same_file = self.source.repo is not None and version in versions
            observed_at = max(find_observation_time(self.source, file) for file in parts)
            day = observed_at.date()
            if is_same_file or observed_at in observed_times:
                skipped_days[date] = "stale"
            elif day in known_days:
                skipped_days[date] = known_days[day]
            elif self.includes(day):
                pieces[day] = Piece(  # a later one of the same day is nearer to its end
                    kind, day, day, tuple(parts), self.fingerprint(kind, day, day, parts, observed_at), sum(footers[file].rows for file in parts),
                    sum(footers[file].count_bytes(HUB_FIELDS.values()) for file in parts), observed_at,
                )  # fmt: skip
            versions.add(version)
            observed_times.add(observed_at)
        return list(pieces.values()), {date: code for date, code in skipped_days.items() if self.includes(date)}

    def _list_files(self, kind: Kind) -> dict[dt.date, list[SourceFile]]:
        """Return the kind's files by the date of their folder, those near the requested days."""
        files: dict[dt.date, list[SourceFile]] = {}
        for path, file in self.source.files.items():
            match = _PATH.fullmatch(path)
            if match is None or KIND_BY_FOLDER[match[1]] != kind:
                continue
            try:
                date = dt.date.fromisoformat(match[2])
            except ValueError:
                continue
            first, last = self.request.first_day or date, self.request.last_day or date
            if first - MARGIN <= date <= last + MARGIN:
                files.setdefault(date, []).append(file)
        return dict(sorted(files.items()))
