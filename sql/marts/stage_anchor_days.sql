-- The snapshots that the attention board asks for (marts/define_anchors), by the hours in which they began; of those whose likes can be used.
-- requires: temp.beyond_day(), temp.beyond_week(), temp.day_ago(), temp.first_of_week(), temp.oldest(), temp.oldest_of_week(),
--     temp.within_day(), temp.within_week(), store.clock, store.soundness, $date
-- creates: temp.anchor_day
CREATE OR REPLACE TEMP TABLE anchor_day AS
WITH past AS (
    SELECT c.kind, c.date, date_diff('hour', c.hour, now.hour) AS hours, hours / 24.0 AS ago
    FROM store.clock c
    JOIN store.clock now ON now.kind = c.kind AND now.date = $date
    JOIN store.soundness u ON u.kind = c.kind AND u.date = c.date
    WHERE u.likes AND c.date < $date AND c.date >= CAST($date AS DATE) - 29
),
chosen AS (
    SELECT kind, day_ago({date: date, ago: ago}, ago) AS day, within_day({date: date, hours: hours}, hours) AS within_1,
        beyond_day({date: date, hours: hours}, hours, date, $date) AS beyond_1, first_of_week({date: date, ago: ago}, ago) AS first_of_7,
        beyond_week({date: date, ago: ago}, ago, date, $date) AS beyond_7, oldest_of_week({date: date, ago: ago}, ago) AS week,
        oldest({date: date, ago: ago}, ago) AS oldest
    FROM past
    GROUP BY kind
)
SELECT c.* EXCLUDE (first_of_7), within_week(c.first_of_7, c.beyond_7, $date) AS within_7,
    list_distinct([c.day.date, c.within_1.date, c.beyond_1.date, c.first_of_7.date, c.beyond_7.date, c.week.date, c.oldest.date]) AS dates
FROM chosen c;
