-- Likes of each member of a category, and what they were at earlier observations: the inputs of the attention board.
-- A gain is NULL where it was not observed; days_… is the true time that it spans, to the hour: the hour in which the
-- snapshot began counts for all its rows, lest the second in which a page came decide between equals. A row that came
-- much later (a crawl that was resumed) counts by its own hour.
WITH clock AS (SELECT date, kind, date_trunc('hour', started_at) + INTERVAL 1 HOUR AS hour FROM store.snapshot),
repo AS (
    SELECT DISTINCT m.kind, m.repo, m.likes,
        CASE WHEN m.observed_at < c.hour + INTERVAL 2 HOUR THEN c.hour
            ELSE date_trunc('hour', m.observed_at) + INTERVAL 1 HOUR END AS hour
    FROM member m JOIN clock c ON c.kind = m.kind AND c.date = m.date
),
past AS (
    SELECT repo.kind, repo.repo, f.date, f.likes,
        date_diff('hour', CASE WHEN f.observed_at < c.hour + INTERVAL 2 HOUR THEN c.hour
            ELSE date_trunc('hour', f.observed_at) + INTERVAL 1 HOUR END, repo.hour) / 24.0 AS ago
    FROM repo
    JOIN store.fact f ON f.kind = repo.kind AND f.repo = repo.repo
    JOIN clock c ON c.kind = f.kind AND c.date = f.date
    WHERE f.date < $date AND f.date >= CAST($date AS DATE) - 29 AND f.likes IS NOT NULL
),
seen AS (
    SELECT kind, repo,
        -- the observation nearest to one day ago
        arg_min({likes: likes, ago: ago}, abs(ago - 1)) FILTER (ago BETWEEN 0.5 AND 3.5) AS day_ago,
        -- those on both sides of seven days ago
        arg_max({likes: likes, ago: ago}, ago) FILTER (ago <= 7) AS within_7,
        arg_min({likes: likes, ago: ago}, ago) FILTER (ago >= 7 AND ago <= 14) AS beyond_7,
        -- the oldest of the last 28 days
        arg_max({likes: likes, ago: ago}, ago) FILTER (ago <= 28.5) AS oldest
    FROM past
    GROUP BY kind, repo
)
SELECT m.category, m.kind, m.oid, m.id, m.likes, m.downloads, m.trending_score,
    -- an _id begins with the second of its making: good enough where the Hub gives no date, or one that is to come
    date_diff('second', coalesce(
        CASE WHEN m.created_at < repo.hour THEN m.created_at END,
        CASE WHEN made_at.made_at < repo.hour THEN made_at.made_at END
    ), repo.hour) / 86400.0 AS age_days,
    m.likes - day_ago.likes AS likes_1d, day_ago.ago AS days_1d,
    within_7.likes AS within_7_likes, within_7.ago AS within_7_ago, beyond_7.likes AS beyond_7_likes,
    beyond_7.ago AS beyond_7_ago, oldest.likes AS oldest_likes, oldest.ago AS oldest_ago
FROM member m
JOIN repo ON repo.kind = m.kind AND repo.repo = m.repo
CROSS JOIN LATERAL (SELECT make_timestamp(TRY_CAST('0x' || m.oid[:8] AS BIGINT) * 1000000) AS made_at) made_at
LEFT JOIN seen s ON s.kind = m.kind AND s.repo = m.repo
ORDER BY m.category, m.oid;
