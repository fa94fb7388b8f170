-- Parts that later loads replaced, so long ago that time travel no longer reaches them.
CREATE OR REPLACE TEMP TABLE replaced_part AS
WITH expiry AS (SELECT CAST(now() AT TIME ZONE 'UTC' AS TIMESTAMP) - to_days(CAST($keep_days AS INTEGER)) AS before),
version AS (
    SELECT p.relation, p.part, p.load, p.rows, lead(p.load) OVER (PARTITION BY p.relation, p.part ORDER BY p.load) AS next_load
    FROM lake.almanac.part p
    WHERE p.load <= (SELECT max(l.load) FROM lake.almanac.load l)
),
-- an unfinished load is published with the next one
published AS (SELECT v.*, l.loaded_at AS replaced_at FROM version v ASOF JOIN lake.almanac.load l ON l.load >= v.next_load)
SELECT p.relation, p.part, p.load, p.next_load, p.rows FROM published p WHERE p.replaced_at <= (SELECT e.before FROM expiry e);
