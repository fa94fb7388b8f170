-- Each member's likes and downloads at those snapshots, and how long ago. Repos in each of them (nearly all of a whole
-- Hub) need no other; the rest use any observation of the last 29 days. $dates: DuckDB pushes constants into compacted
-- months, but not joins.
-- requires: temp.anchor_day, temp.member_row, store.clock, store.mark, store.observed, store.purge, store.snapshot, store.soundness, $date,
--     $dates
-- creates: temp.past_counter
CREATE OR REPLACE TEMP TABLE past_counter AS
WITH repo AS (SELECT DISTINCT kind, repo, hour, late FROM member_row),
-- where a counter fell, any day may have the week's maximum; where likes were removed, earlier ones need correcting
fallen AS (
    SELECT m.repo FROM store.mark m WHERE m.status <> 'frozen' AND m.date <= $date AND m.date >= CAST($date AS DATE) - 8
    UNION
    SELECT p.repo FROM store.purge p WHERE p.date <= $date AND p.date > CAST($date AS DATE) - 29
),
anchor_date AS (SELECT kind, unnest(dates) AS date FROM anchor_day),
anchor_counters AS (
    SELECT f.repo, any_value(f.kind) AS kind, count(*) AS times, max(f.likes) FILTER (f.date = u.day.date) AS day_likes,
        max(f.likes) FILTER (f.date = u.within_1.date) AS within_1_likes, max(f.likes) FILTER (f.date = u.beyond_1.date) AS beyond_1_likes,
        max(f.likes) FILTER (f.date = u.within_7.date) AS within_7_likes, max(f.likes) FILTER (f.date = u.beyond_7.date) AS beyond_7_likes,
        max(f.likes) FILTER (f.date = u.oldest.date) AS oldest_likes, max(f.downloads_all_time) FILTER (f.date = u.day.date AND s.downloads_all_time) AS peak_downloads,
        max(f.downloads_all_time) FILTER (f.date = u.week.date AND s.downloads_all_time) AS week_downloads
    FROM store.observed f
    JOIN anchor_date a ON a.kind = f.kind AND a.date = f.date
    JOIN store.clock c ON c.kind = f.kind AND c.date = f.date
    JOIN anchor_day u ON u.kind = f.kind
    JOIN store.soundness s ON s.kind = f.kind AND s.date = f.date
    WHERE list_contains($dates, f.date) AND f.likes IS NOT NULL AND NOT store.came_late(f.observed_at, c.hour) AND f.repo IN (SELECT r.repo FROM repo r ANTI JOIN fallen USING (repo) WHERE NOT r.late)
    GROUP BY f.repo
),
complete_repo AS (
    SELECT q.repo, q.day_likes, u.day.ago AS day_ago, q.within_1_likes, u.within_1.hours AS within_1_hours,
        q.beyond_1_likes, u.beyond_1.hours AS beyond_1_hours, q.within_7_likes, u.within_7.ago AS within_7_ago,
        q.beyond_7_likes, u.beyond_7.ago AS beyond_7_ago, q.oldest_likes, u.oldest.ago AS oldest_ago,
        q.peak_downloads, q.week_downloads, CASE WHEN q.week_downloads IS NOT NULL THEN u.week.ago END AS week_ago
    FROM anchor_counters q
    JOIN anchor_day u USING (kind)
    WHERE q.times = len(u.dates)
),
-- filter tables to these repos before expanding compacted months
remaining_repo AS MATERIALIZED (SELECT * FROM repo ANTI JOIN complete_repo USING (repo)),
remaining_row AS (
    FROM store.observed_of((SELECT list(o.repo) FROM remaining_repo o), CAST($date AS DATE) - 29, CAST($date AS DATE) - 1)
),
corrected AS (FROM store.last_corrected(CAST($date AS DATE) - 30, $date)),
purged AS (
    FROM store.purged_after((SELECT list(DISTINCT x.date) FROM store.snapshot x WHERE x.date < $date AND x.date >= CAST($date AS DATE) - 29), $date)
),
past AS (
    SELECT f.repo, f.date, f.likes - coalesce(p.likes, 0) AS likes,
        CASE WHEN u.downloads_all_time AND store.counts(m.status) AND f.date >= coalesce(x.date, f.date) THEN f.downloads_all_time END AS downloads,
        date_diff('hour', store.hour_of(f.observed_at, c.hour), r.hour) AS hours, hours / 24.0 AS ago
    FROM remaining_row f
    JOIN remaining_repo r ON r.repo = f.repo
    JOIN store.clock c ON c.kind = f.kind AND c.date = f.date
    JOIN store.soundness u ON u.kind = f.kind AND u.date = f.date
    LEFT JOIN store.mark m ON m.repo = f.repo AND m.date = f.date
    LEFT JOIN corrected x ON x.repo = f.repo
    LEFT JOIN purged p ON p.repo = f.repo AND p.date = f.date
    WHERE f.likes IS NOT NULL AND u.likes
),
remaining_counters AS (
    SELECT repo, unnest(store.anchors({likes: likes, hours: hours, ago: ago}, ago, date, CAST($date AS DATE))),
        max(downloads) FILTER (ago <= 7.5) AS peak_downloads,
        store.week_anchor({downloads: downloads, ago: ago}, ago, downloads IS NOT NULL) AS week
    FROM past
    GROUP BY repo
)
FROM complete_repo
UNION ALL
SELECT repo, day.likes, day.ago, within_1.likes, within_1.hours, beyond_1.likes, beyond_1.hours, within_7.likes, within_7.ago, beyond_7.likes, beyond_7.ago, oldest.likes, oldest.ago, peak_downloads, week.downloads,
    week.ago
FROM remaining_counters;
