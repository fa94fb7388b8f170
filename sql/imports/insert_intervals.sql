-- The archived days' rows as intervals of a compacted month, for identities from $from to before $to (NULL: the rest). Rows come by identity
-- and day, so that windows stream. As in compaction/insert_intervals, a day without an observation ends an interval.
-- requires: temp.archived_row, temp.archived_state, temp.archived_version, $from, $kind, $month, $to
-- changes: store.daily_interval
INSERT INTO store.daily_interval BY NAME
WITH step AS (
    SELECT identity, raw, day, $counters, (identity IS DISTINCT FROM (lag(identity) OVER ())) OR (raw IS DISTINCT FROM (lag(raw) OVER ()))
        OR (number IS DISTINCT FROM (lag(number) OVER () + 1)) OR $changed_counter AS starts
    FROM archived_row
    WHERE identity >= $from AND ($to IS NULL OR identity < $to)
),
edge AS (SELECT *, lead(starts, 1, true) OVER () AS ends FROM step),
repo_interval AS (
    SELECT identity, raw, CASE WHEN starts THEN day ELSE lag(day) OVER () END AS first, day AS last, ends, $counters
    FROM edge
    WHERE starts OR ends
)
SELECT CAST($kind AS VARCHAR) AS kind, CAST($month AS DATE) AS month, v.repo, CAST(day(i.first) AS UTINYINT) AS first_day, CAST(day(i.last) AS UTINYINT) AS last_day,
    v.version, $counters
FROM repo_interval i
JOIN (FROM archived_state WHERE identity >= $from AND ($to IS NULL OR identity < $to)) s ON s.identity = i.identity AND s.raw = i.raw
JOIN archived_version v ON v.number = s.number
WHERE i.ends
ORDER BY store.storage_key($kind, v.repo, downloads_all_time, downloads, 16), first_day;
