-- What changed on the day. Rank changes need a board on the day before.
-- requires: main.events, main.trends, store.anomaly, store.category, store.description, store.mark, store.purge, store.repo, store.soundness,
--     $anomaly_days, $boards_of_breakouts, $boards_of_downloads, $boards_of_news, $date, $false_discoveries, $main_board, $min_record_days,
--     $min_record_likes
-- changes: main.movers
INSERT INTO movers BY NAME
WITH board AS (FROM trends WHERE date = $date),
before AS (FROM trends WHERE date = CAST($date AS DATE) - 1),
compared_board AS (SELECT DISTINCT category, board FROM before WHERE list_contains($boards_of_news, board)),
-- repos of a library or author that stepped together this week neither enter nor leave; filter to these few first
recent_anomaly AS (FROM store.anomaly WHERE date <= $date AND date > CAST($date AS DATE) - CAST($anomaly_days AS INTEGER)),
top_repo AS (SELECT DISTINCT board, oid FROM (FROM board UNION ALL FROM before) WHERE list_contains($boards_of_downloads, board) AND rank <= 10),
repo AS MATERIALIZED (SELECT x.* FROM store.repo x WHERE x.oid IN (SELECT f.oid FROM top_repo f)),
stepping_repo AS (
    SELECT DISTINCT c.slug AS category, f.board, r.oid
    FROM repo r
    JOIN top_repo f ON f.oid = r.oid
    JOIN (SELECT x.* FROM store.description x WHERE x.repo IN (SELECT y.repo FROM repo y)) d ON d.repo = r.repo AND d.version = r.last_version
    JOIN recent_anomaly n ON n.kind = r.kind AND n.name = CASE n.part WHEN 'library' THEN d.library_name ELSE d.author END
    JOIN store.category c ON c.kind = r.kind
),
entrant AS (
    SELECT 'entered_top_10' AS move, b.* FROM board b SEMI JOIN compared_board USING (category, board) ANTI JOIN stepping_repo USING (category, board, oid)
    WHERE b.rank <= 10 AND coalesce(b.rank_1d_ago, 11) > 10
),
-- its first day in the top 10
first_top_10_day AS (
    SELECT t.category, t.board, t.oid, min(t.date) AS first_day FROM trends t
    WHERE t.rank <= 10 AND t.date < $date AND t.oid IN (SELECT e.oid FROM entrant e)
    GROUP BY t.category, t.board, t.oid
),
entrant_entry AS (
    SELECT e.*, store.entry(1, e.date, f.first_day, r.first_seen, e.age_days) AS entry
    FROM entrant e
    JOIN store.category c ON c.slug = e.category
    JOIN (SELECT x.* FROM store.repo x WHERE x.oid IN (SELECT e.oid FROM entrant e)) r ON r.oid = e.oid AND r.kind = c.kind
    LEFT JOIN first_top_10_day f ON f.category = e.category AND f.board = e.board AND f.oid = e.oid
),
former_top_10 AS (
    SELECT p.category, p.board, p.oid, p.id AS id_before, p.rank AS rank_1d_ago FROM before p
    SEMI JOIN compared_board USING (category, board)
    SEMI JOIN board USING (category, board)
    ANTI JOIN stepping_repo USING (category, board, oid)
    WHERE p.rank <= 10
),
-- below the stored ranks there are no figures
departure AS (
    SELECT 'left_top_10' AS move, f.category, f.board, f.oid, coalesce(b.id, f.id_before) AS id, b.rank, f.rank_1d_ago, b.score, b.likes, b.likes_1d, b.likes_7d,
        b.likes_7d_basis, b.downloads_gained, b.likes_since_previous
    FROM former_top_10 f
    LEFT JOIN board b ON b.category = f.category AND b.board = f.board AND b.oid = f.oid
    WHERE coalesce(b.rank, 11) > 10
),
new_breakout AS (
    SELECT 'breakout' AS move, b.* FROM board b
    LEFT JOIN before p ON p.category = b.category AND p.board = b.board AND p.oid = b.oid AND p.false_discovery_rate <= $false_discoveries
    WHERE list_contains($boards_of_breakouts, b.board) AND b.false_discovery_rate <= $false_discoveries AND p.oid IS NULL
),
busy AS MATERIALIZED (
    SELECT b.*, r.repo, r.kind FROM board b
    JOIN store.category c ON c.slug = b.category
    JOIN store.repo r ON r.oid = b.oid AND r.kind = c.kind
    WHERE b.board = $main_board AND b.rank <= 100 AND b.likes_since_previous >= $min_record_likes AND b.days_since_previous <= 1.5
        AND coalesce(b.age_days >= $min_record_days, true)
),
-- from observations a day apart
daily_likes AS (
    SELECT c.repo, c.date, c.likes FROM store.counted_of((SELECT list(b.repo) FROM busy b), until := CAST($date AS DATE)) c
),
daily_gain AS (
    SELECT s.repo, s.date, s.likes - lag(s.likes) OVER day_by_day + coalesce(p.likes, 0) AS gain, s.date - lag(s.date) OVER day_by_day AS days
    FROM daily_likes s
    JOIN store.repo r ON r.repo = s.repo
    JOIN store.soundness u ON u.kind = r.kind AND u.date = s.date AND u.likes
    LEFT JOIN store.purge p ON p.repo = s.repo AND p.date = s.date
    WINDOW day_by_day AS (PARTITION BY s.repo ORDER BY s.date)
),
past AS (
    SELECT repo, max(gain) FILTER (date < $date) AS record, count(gain) FILTER (date < $date) AS days FROM daily_gain WHERE days = 1
    GROUP BY repo
    HAVING bool_or(date = $date AND gain IS NOT NULL)
),
record AS (
    SELECT 'record_day' AS move, b.* EXCLUDE (repo, kind), p.record AS previous_record, p.days AS days_compared
    FROM busy b JOIN past p ON p.repo = b.repo
    -- scale the record to a step longer than a day
    WHERE p.days >= $min_record_days AND b.likes_since_previous > p.record * greatest(b.days_since_previous, 1.0)
        -- if other counters were frozen the day before, likes may be too, and this step may cover two days
        AND NOT EXISTS (FROM store.mark m WHERE m.repo = b.repo AND m.date = CAST($date AS DATE) - 1 AND m.status = 'frozen')
),
setting_change AS (
    SELECT e.event || '_changed' AS move, b.* EXCLUDE (kind), e.old, e.new
    FROM (SELECT x.*, c.kind FROM board x JOIN store.category c ON c.slug = x.category WHERE list_contains($boards_of_news, x.board) AND x.rank <= 100) b
    JOIN events e ON e.date = $date AND e.oid = b.oid AND e.kind = b.kind AND e.event IN ('license', 'gated')
)
SELECT CAST($date AS DATE) AS date, move, category, board, oid, id, rank, rank_1d_ago, score, likes, likes_1d,
    CASE WHEN likes_7d_basis = '7d' THEN round(likes_7d) END AS likes_7d, expected_likes_7d, false_discovery_rate, downloads_gained, previous_record, days_compared, old, new, likes_since_previous, entry
FROM (
    FROM entrant_entry UNION ALL BY NAME FROM departure UNION ALL BY NAME FROM new_breakout UNION ALL BY NAME FROM record UNION ALL BY NAME FROM setting_change
)
ORDER BY category, move, board, rank, oid;
