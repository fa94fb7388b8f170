-- What the featured models gained in exactly 1, 7 and 30 days, on the day and on all days after it that may rest on it. Between
-- the observations on both sides of that moment it is interpolated, and said to be so. What is no observation is NULL in
-- store.measured_of, and a counter that was corrected in between tells no growth.
UPDATE featured
SET downloads_1d = told.downloads[1], downloads_7d = told.downloads[7], downloads_30d = told.downloads[30],
    downloads_all_time_1d = told.all_time[1], downloads_all_time_7d = told.all_time[7], downloads_all_time_30d = told.all_time[30],
    likes_1d = told.likes[1], likes_7d = told.likes[7], likes_30d = told.likes[30],
    interpolated_days = told.interpolated_days, unknown_changes = told.unknown_changes
FROM (
    WITH row AS MATERIALIZED (
        SELECT f.date, f.category, f.id, r.repo, r.kind FROM featured f
        JOIN store.watched w ON w.category = f.category AND w.id = f.id
        JOIN store.repo r ON r.oid = f.oid AND r.kind = w.kind
        WHERE f.date >= $date AND f.date <= CAST($date AS DATE) + 33
    ),
    -- each table is cut down to these few before they are joined
    described AS (SELECT x.repo, x.version, x.created_at FROM store.description x WHERE x.repo IN (SELECT r.repo FROM row r)),
    seen AS MATERIALIZED (
        SELECT o.repo, o.date, o.likes_comparable AS likes, o.likes AS all_likes, o.downloads, o.downloads_all_time AS all_time, coalesce(o.mark = 'corrected', false) AS corrected,
            o.mark, d.created_at, store.hour_of(o.observed_at, c.hour) AS hour
        FROM store.measured_of((SELECT list(DISTINCT r.repo) FROM row r)) o
        JOIN store.clock c ON c.kind = o.kind AND c.date = o.date
        JOIN described d ON d.repo = o.repo AND d.version = o.version
        WHERE o.date >= CAST($date AS DATE) - 33 AND o.date <= CAST($date AS DATE) + 33
    ),
    -- a counter at a time
    point AS (
        SELECT repo, date, hour, unnest([{counter: 'downloads', value: downloads}, {counter: 'all_time', value: all_time},
            {counter: 'likes', value: likes}], recursive := true)
        FROM seen
    ),
    span AS (SELECT unnest([1, 7, 30]) AS n),
    asked AS (
        SELECT r.date, r.category, r.id, r.repo, p.counter, p.value, s.n, p.hour - to_days(s.n) AS since, now.created_at, CASE p.counter WHEN 'likes' THEN now.all_likes ELSE p.value END AS all_value
        FROM row r
        JOIN point p ON p.repo = r.repo AND p.date = r.date
        JOIN seen now ON now.repo = r.repo AND now.date = r.date
        CROSS JOIN span s
    ),
    beside AS (
        SELECT a.date, a.category, a.id, a.repo, a.counter, a.n, any_value(a.value) AS value, any_value(a.all_value) AS all_value, any_value(a.created_at >= a.since) AS young,
            arg_max(p.value, p.hour) FILTER (p.hour <= a.since) AS value_0, max(p.hour) FILTER (p.hour <= a.since) AS hour_0,
            arg_min(p.value, p.hour) FILTER (p.hour >= a.since) AS value_1, min(p.hour) FILTER (p.hour >= a.since) AS hour_1,
            any_value(a.since) AS since
        FROM asked a
        LEFT JOIN point p ON p.repo = a.repo AND p.counter = a.counter AND p.value IS NOT NULL
            AND (p.date = a.date OR p.date BETWEEN a.date - a.n - 3 AND least(a.date - a.n + 3, a.date))
        GROUP BY a.date, a.category, a.id, a.repo, a.counter, a.n
    ),
    broken AS (
        SELECT DISTINCT b.date, b.category, b.id, b.counter, b.n
        FROM beside b JOIN seen s ON s.repo = b.repo AND s.corrected AND s.hour > coalesce(b.hour_0, TIMESTAMP '0001-01-01') AND s.date <= b.date
        WHERE b.counter <> 'likes'
    ),
    gain AS (
        SELECT b.*, f.n IS NOT NULL AS broken, b.hour_0 IS DISTINCT FROM b.hour_1 AND NOT b.young AS guessed,
            CASE WHEN f.n IS NOT NULL OR b.value IS NULL THEN NULL WHEN b.young THEN b.all_value
                WHEN b.hour_0 = b.hour_1 THEN b.value - b.value_0
                ELSE CAST(round(b.value - (b.value_0 + (b.value_1 - b.value_0)
                    * (epoch(b.since) - epoch(b.hour_0)) / (epoch(b.hour_1) - epoch(b.hour_0)))) AS BIGINT) END AS gained
        FROM beside b
        LEFT JOIN broken f USING (date, category, id, counter, n)
    )
    SELECT date, category, id, map_from_entries(list((n, gained)) FILTER (counter = 'downloads')) AS downloads,
        map_from_entries(list((n, gained)) FILTER (counter = 'all_time')) AS all_time,
        map_from_entries(list((n, gained)) FILTER (counter = 'likes')) AS likes,
        list(n ORDER BY n) FILTER (counter = 'likes' AND guessed AND gained IS NOT NULL) AS interpolated_days,
        list_sort(list(DISTINCT {
            code: CASE WHEN broken THEN 'corrected' WHEN value IS NULL THEN 'not_refreshed' ELSE 'not_observed' END,
            parameters: CAST(json_object('counter', CASE counter WHEN 'likes' THEN 'likes' ELSE 'downloads' END, 'days', n) AS VARCHAR)
        }) FILTER (gained IS NULL)) AS unknown_changes
    FROM gain
    GROUP BY date, category, id
) AS told
WHERE featured.date = told.date AND featured.category = told.category AND featured.id = told.id;
