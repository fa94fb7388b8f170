-- Snapshots with sound likes that boards need (store.anchors), by the hour they began.
-- requires: store.clock, store.soundness, $date
-- creates: temp.anchor_day
CREATE OR REPLACE TEMP TABLE anchor_day AS
WITH past AS (
    SELECT c.kind, c.date, date_diff('hour', c.hour, now.hour) AS hours, hours / 24.0 AS ago
    FROM store.clock c
    JOIN store.clock now ON now.kind = c.kind AND now.date = $date
    JOIN store.soundness u ON u.kind = c.kind AND u.date = c.date
    WHERE u.likes AND c.date < $date AND c.date >= CAST($date AS DATE) - 29
),
chosen_anchor AS (
    SELECT kind, unnest(store.anchors({date: date, hours: hours, ago: ago}, ago, date, CAST($date AS DATE))),
        store.week_anchor({date: date, ago: ago}, ago, true) AS week
    FROM past
    GROUP BY kind
)
SELECT c.*,
    list_distinct([c.day.date, c.within_1.date, c.beyond_1.date, c.within_7.date, c.beyond_7.date, c.week.date, c.oldest.date]) AS dates
FROM chosen_anchor c;
