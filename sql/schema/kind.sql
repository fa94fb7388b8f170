-- Public relations of one kind of repo, created for each of pipeline/kinds.py with its names ($repos: models) and field
-- columns ($repo_columns: d.id, …, f.downloads, …; $repo_counters: f.downloads, …), which bring their comments.
CREATE OR REPLACE VIEW $repos AS
SELECT r.oid, $repo_columns, r.first_seen, r.last_seen
FROM store.latest f
JOIN store.repo r ON r.repo = f.repo
JOIN store.description d ON d.repo = f.repo AND d.version = f.version
WHERE f.kind = '$kind';
COMMENT ON VIEW $repos IS 'A $kind as last observed.';
COMMENT ON COLUMN $repos.oid IS 'The Hub''s _id: the repo''s identity. Source: _id.';
COMMENT ON COLUMN $repos.first_seen IS 'First day it was observed here. Unit: UTC day.';
COMMENT ON COLUMN $repos.last_seen IS 'Last day it was observed here. Unit: UTC day.';

CREATE OR REPLACE VIEW $history AS
SELECT f.date, f.observed_at, r.oid, d.id, $repo_counters, f.status, s.source
FROM store.fact f
LEFT JOIN store.snapshot s ON s.kind = f.kind AND s.date = f.date
JOIN store.repo r ON r.repo = f.repo
JOIN store.description d ON d.repo = f.repo AND d.version = f.version
WHERE f.kind = '$kind';
COMMENT ON VIEW $history IS 'A $kind on a day: exactly what was observed.';
COMMENT ON COLUMN $history.date IS 'The Hub''s day. Unit: UTC day.';
COMMENT ON COLUMN $history.observed_at IS 'The Hub''s clock when it responded. Unit: UTC.';
COMMENT ON COLUMN $history.oid IS 'The repo''s _id. Source: _id.';
COMMENT ON COLUMN $history.id IS 'Its name on that day. Source: id.';
COMMENT ON COLUMN $history.status IS 'observed; partial when the response lacks likes, or lacks downloads where the Hub counts them; unsound when the day''s downloads or likes are implausible Hub-wide (0 for most repos, or a jump of their total); frozen when the Hub''s daily refresh skipped repos of its age and its all-time counter did not change; rolled_back when its all-time counter is below its previous high; corrected when that is so for the 8th observation in a row, from which it counts again. Downloads gained are counted between observed days, never across a corrected one.';
COMMENT ON COLUMN $history.source IS 'The imported source of the day; see sources. NULL: observed by this almanac.';

CREATE OR REPLACE MACRO $on_day(day) AS TABLE
SELECT r.oid, $repo_columns, f.observed_at, f.status
FROM store.fact f
JOIN store.repo r ON r.repo = f.repo
JOIN store.description d ON d.repo = f.repo AND d.version = f.version
WHERE f.kind = '$kind' AND f.date = CAST(day AS DATE);
COMMENT ON MACRO TABLE $on_day IS 'All $repos exactly as observed on a day: columns as in $repos, of that day, with observed_at and status as in $history. Example: FROM $on_day(''2026-11-20'')';
