-- Spells of the repos from $from to $to: the days between two of a repo's rows that say the same need no rows of their own.
-- A day on which it was not observed ends a spell.
INSERT INTO store.spell BY NAME
WITH day AS (
    SELECT kind, date, row_number() OVER (PARTITION BY kind ORDER BY date) AS number FROM store.snapshot
    WHERE date >= $month AND date < CAST($month AS DATE) + INTERVAL 1 MONTH
),
counted AS (
    SELECT c.*, day.number, (c.version, c.downloads, c.downloads_all_time, c.likes, c.trending_score) AS said
    FROM store.counted c
    JOIN day USING (kind, date)
    WHERE c.date >= $month AND c.date < CAST($month AS DATE) + INTERVAL 1 MONTH AND c.repo BETWEEN $from AND $to
),
turn AS (
    SELECT *, coalesce(said IS DISTINCT FROM lag(said) OVER r OR number <> lag(number) OVER r + 1, true) AS turns
    FROM counted
    WINDOW r AS (PARTITION BY repo ORDER BY number)
),
numbered AS (
    SELECT * EXCLUDE (said), count(*) FILTER (turns) OVER (PARTITION BY repo ORDER BY number ROWS UNBOUNDED PRECEDING) AS number_of_spell FROM turn
),
spell AS (
    SELECT any_value(kind) AS kind, CAST($month AS DATE) AS month, repo, CAST(min(day(date)) AS UTINYINT) AS first_day,
        CAST(max(day(date)) AS UTINYINT) AS last_day, any_value(version) AS version, any_value(downloads) AS downloads,
        any_value(downloads_all_time) AS downloads_all_time, any_value(likes) AS likes, any_value(trending_score) AS trending_score
    FROM numbered
    GROUP BY repo, number_of_spell
)
FROM spell
-- as store.daily is sorted, and for the same reason
ORDER BY kind DESC, CAST(log2(coalesce(downloads_all_time, downloads, 0) + 1) AS UTINYINT), repo, first_day;
