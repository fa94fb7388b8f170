-- The featured models' gains in exactly 1, 7 and 30 days (store.gains_of), on the day and later days that depend on it.
-- requires: main.featured, store.repo, store.watched, $date
-- changes: main.featured
UPDATE featured
SET downloads_30d_change_1d = change.downloads[1], downloads_30d_change_7d = change.downloads[7], downloads_30d_change_30d = change.downloads[30],
    downloads_gained_1d = change.all_time[1], downloads_gained_7d = change.all_time[7], downloads_gained_30d = change.all_time[30],
    likes_1d = change.likes[1], likes_7d = change.likes[7], likes_30d = change.likes[30],
    interpolated_spans = change.interpolated_spans, unknown_changes = change.unknown_changes
FROM (
    WITH row AS MATERIALIZED (
        SELECT f.date, f.category, f.id, r.repo, r.kind FROM featured f
        JOIN store.watched w ON w.category = f.category AND w.id = f.id
        JOIN store.repo r ON r.oid = f.oid AND r.kind = w.kind
        WHERE f.date >= $date AND f.date <= CAST($date AS DATE) + 33
    ),
    gain AS (
        SELECT r.date, r.category, r.id, g.counter, g.days AS n, g.value, g.broken, g.guessed, g.gained
        FROM store.gains_of((SELECT list(DISTINCT x.repo) FROM row x), [1, 7, 30], CAST($date AS DATE), CAST($date AS DATE) + 33) g
        JOIN row r ON r.repo = g.repo AND r.date = g.date
    )
    SELECT date, category, id, map_from_entries(list((n, gained)) FILTER (counter = 'downloads')) AS downloads,
        map_from_entries(list((n, gained)) FILTER (counter = 'downloads_all_time')) AS all_time,
        map_from_entries(list((n, gained)) FILTER (counter = 'likes')) AS likes,
        list(n ORDER BY n) FILTER (counter = 'likes' AND guessed AND gained IS NOT NULL) AS interpolated_spans,
        list_sort(list(DISTINCT {
            code: CASE WHEN broken THEN 'corrected' WHEN value IS NULL THEN 'not_refreshed' ELSE 'not_observed' END,
            parameters: CAST(json_object('counter', CASE counter WHEN 'likes' THEN 'likes' ELSE 'downloads' END, 'days', n) AS VARCHAR)
        }) FILTER (gained IS NULL)) AS unknown_changes
    FROM gain
    GROUP BY date, category, id
) AS change
WHERE featured.date = change.date AND featured.category = change.category AND featured.id = change.id;
