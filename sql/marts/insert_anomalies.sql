-- Libraries and authors whose repos mostly stepped up or down together on $date, against their own last week, unlike
-- the rest of the Hub. $days: DuckDB pushes constants into compacted months, but not joins.
-- requires: store.counted, store.description, store.mark, store.observed, store.soundness, $busy_downloads, $date, $days, $max_rest_share,
--     $min_repos, $min_stepping_share, $step_factor
-- changes: store.anomaly
INSERT INTO store.anomaly BY NAME
WITH busy AS MATERIALIZED (
    -- most of a week with enough downloads a day adds up to several times that in 30 days
    SELECT f.kind, f.repo, f.version FROM store.counted f WHERE f.date = $date AND coalesce(f.downloads, f.downloads_all_time) >= 5 * $busy_downloads
),
mark AS (SELECT m.* FROM store.mark m WHERE list_contains($days, m.date) AND m.repo IN (SELECT b.repo FROM busy b)),
-- without frozen, low and unsound counters, as in store.measured_of
observation AS (
    SELECT o.repo, o.date = $date AS is_now, o.observed_at, o.downloads_all_time AS counted
    FROM store.observed o
    JOIN store.soundness u ON u.kind = o.kind AND u.date = o.date
    ANTI JOIN mark m ON m.date = o.date AND m.repo = o.repo
    ANTI JOIN (SELECT c.repo FROM mark c WHERE c.status = 'corrected') x ON x.repo = o.repo
    WHERE list_contains($days, o.date) AND o.repo IN (SELECT b.repo FROM busy b) AND u.downloads_all_time AND counted IS NOT NULL
),
point AS (
    SELECT repo, any_value(counted) FILTER (is_now) AS now, any_value(observed_at) FILTER (is_now) AS now_at,
        arg_max(counted, observed_at) FILTER (NOT is_now) AS last, max(observed_at) FILTER (NOT is_now) AS last_at,
        arg_min(counted, observed_at) FILTER (NOT is_now) AS first, min(observed_at) FILTER (NOT is_now) AS first_at
    FROM observation
    GROUP BY repo
),
rate AS (
    SELECT repo, (now - last) / (date_diff('second', last_at, now_at) / 86400.0) AS today,
        (last - first) / (date_diff('second', first_at, last_at) / 86400.0) AS recent
    FROM point
    -- under three days give no rate to compare with
    WHERE now >= last AND last >= first AND now_at > last_at AND date_diff('hour', first_at, last_at) >= 68
),
step AS MATERIALIZED (
    SELECT b.kind, b.repo, d.library_name, d.author, (r.today + 1) / (r.recent + 1) AS ratio, ratio >= $step_factor AS up, ratio <= 1 / $step_factor AS down
    FROM rate r
    JOIN busy b USING (repo)
    JOIN (SELECT x.* FROM store.description x WHERE x.repo IN (SELECT y.repo FROM busy y)) d ON d.repo = b.repo AND d.version = b.version
    WHERE r.recent >= $busy_downloads
),
hub AS (SELECT kind, count(*) AS repos, count(*) FILTER (up) AS up, count(*) FILTER (down) AS down FROM step GROUP BY kind),
part AS (
    SELECT kind, 'library' AS part, library_name AS name, ratio, up, down FROM step WHERE library_name IS NOT NULL
    UNION ALL
    SELECT kind, 'author' AS part, author AS name, ratio, up, down FROM step WHERE author IS NOT NULL
),
group_step AS (
    SELECT kind, part, name, count(*) AS repos, count(*) FILTER (up) AS up, count(*) FILTER (down) AS down, median(ratio) AS ratio
    FROM part
    GROUP BY kind, part, name
)
SELECT CAST($date AS DATE) AS date, t.kind, t.part, t.name, 'downloads_all_time' AS counter, round(t.ratio, 4) AS ratio, greatest(t.up, t.down) AS repos
FROM group_step t
JOIN hub h USING (kind)
WHERE t.repos >= $min_repos AND h.repos - t.repos >= $min_repos AND (
    (t.up >= $min_stepping_share * t.repos AND h.up - t.up <= $max_rest_share * (h.repos - t.repos))
    OR (t.down >= $min_stepping_share * t.repos AND h.down - t.down <= $max_rest_share * (h.repos - t.repos))
)
ORDER BY t.kind, t.part, t.name;
