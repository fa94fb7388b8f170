-- The snapshots that the boards ask for, by the hours in which they began: the one nearest to a day ago, those on
-- both sides of 24 hours and of seven days ago (one and the same where it is exactly that old), and the oldest of the last week and of
-- the last 28 days; of those whose likes can be used. Seven days are known from observations up to three days beside that day, or else
-- up to the day itself, as in store.gains.
CREATE OR REPLACE TEMP TABLE usual AS
WITH past AS (
    SELECT c.kind, c.date, date_diff('hour', c.hour, now.hour) AS hours, hours / 24.0 AS ago
    FROM store.clock c
    JOIN store.clock now ON now.kind = c.kind AND now.date = $date
    JOIN store.soundness u ON u.kind = c.kind AND u.date = c.date
    WHERE u.likes AND c.date < $date AND c.date >= CAST($date AS DATE) - 29
),
chosen AS (
    SELECT kind, arg_min({date: date, ago: ago}, abs(ago - 1)) FILTER (ago BETWEEN 0.5 AND 3.5) AS day,
        arg_max({date: date, hours: hours}, hours) FILTER (hours <= 24) AS within_1,
        arg_min({date: date, hours: hours}, hours) FILTER (hours >= 24 AND date >= CAST($date AS DATE) - 4) AS beyond_1,
        arg_max({date: date, ago: ago}, ago) FILTER (ago <= 7) AS within_7,
        arg_min({date: date, ago: ago}, ago) FILTER (ago >= 7 AND date >= CAST($date AS DATE) - 10) AS beyond_7,
        arg_max({date: date, ago: ago}, ago) FILTER (ago <= 7.5) AS week,
        arg_max({date: date, ago: ago}, ago) FILTER (ago <= 28.5) AS oldest
    FROM past
    GROUP BY kind
)
SELECT c.* REPLACE (CASE WHEN c.beyond_7 IS NULL OR c.within_7.date <= CAST($date AS DATE) - 4 THEN c.within_7 END AS within_7),
    list_distinct([c.day.date, c.within_1.date, c.beyond_1.date, c.within_7.date, c.beyond_7.date, c.week.date, c.oldest.date]) AS dates
FROM chosen c;
