-- Parts whose rows the lake lost, with the load that replaced them; is_restorable: hub.duckdb has the same rows.
CREATE OR REPLACE TEMP TABLE replaced_part AS
WITH damaged AS (
    SELECT
        unnest(CAST($relation AS VARCHAR [])) AS relation, unnest(CAST($load AS BIGINT [])) AS load, unnest(CAST($part AS BIGINT [])) AS part,
        unnest(CAST($is_restorable AS BOOLEAN [])) AS is_restorable
),
version AS (
    SELECT p.relation, p.part, p.load, p.rows, lead(p.load) OVER (PARTITION BY p.relation, p.part ORDER BY p.load) AS next_load
    FROM lake.almanac.part p
)
SELECT v.relation, v.part, v.load, v.next_load, v.rows, d.is_restorable
FROM version v
JOIN damaged d ON d.relation = v.relation AND d.load = v.load AND d.part = v.part;
