-- Events of the affected repos since $from, each between two observations. $observations: all_observation or
-- last_observation.
-- requires: temp.affected_repo, temp.contested_repo, store.description, store.member, store.repo, store.snapshot, store.version_span, $from,
--     $observations
-- changes: store.event
INSERT INTO store.event BY NAME
WITH day AS (
    SELECT kind, date, scope, status, row_number() OVER (PARTITION BY kind ORDER BY date) AS number FROM store.snapshot
),
first_day AS (SELECT kind, min(date) AS date, arg_min(started_at, date) AS started_at FROM store.snapshot GROUP BY kind),
hub_day AS (SELECT kind, date FROM day WHERE store.lists_all(scope, status)),
categories_day AS (SELECT kind, date FROM day WHERE scope = 'categories' AND status = 'ok'),
observation AS (
    SELECT f.kind, f.repo, f.first AS date, f.last, f.version, lag(f.version) OVER w AS version_before, lead(f.first) OVER w AS next
    FROM query_table($observations) f
    WINDOW w AS (PARTITION BY f.repo ORDER BY f.first)
),
-- only beginnings, changes and ends
transition AS (
    SELECT s.*, d.number, NOT coalesce(later.number = d.number + 1, false) AS ends, m.repo IS NOT NULL AS categorized
    FROM observation s
    JOIN day d ON d.kind = s.kind AND d.date = s.last
    LEFT JOIN day later ON later.kind = s.kind AND later.date = s.next
    LEFT JOIN (SELECT DISTINCT repo, version FROM store.member SEMI JOIN affected_repo USING (repo)) m USING (repo, version)
    WHERE s.version IS DISTINCT FROM s.version_before OR ends
),
repo_description AS (
    SELECT d.* EXCLUDE (kind, base_models), concat_ws(': ', d.base_relation, array_to_string(d.base_models, ', ')) AS base_models
    FROM store.description d
    SEMI JOIN affected_repo USING (repo)
),
-- the first complete snapshot between an observation and the repo's next one: it would have listed the repo
missed_snapshot AS (
    SELECT t.repo, t.version, t.next, least(h.date, CASE WHEN t.categorized THEN c.date END) AS date
    FROM transition t
    ASOF LEFT JOIN hub_day h ON h.kind = t.kind AND t.last < h.date
    ASOF LEFT JOIN categories_day c ON c.kind = t.kind AND t.last < c.date
    WHERE t.ends
),
disappearance AS (SELECT * FROM missed_snapshot WHERE date < coalesce(next, DATE '9999-12-31')),
name_use AS (
    SELECT s.kind, d.id, s.repo, min(s.date) AS since
    FROM (SELECT f.kind, f.repo, f.version, min(f.first) AS date FROM store.version_span f SEMI JOIN contested_repo USING (repo) GROUP BY ALL) s
    JOIN repo_description d USING (repo, version)
    GROUP BY s.kind, d.id, s.repo
),
change AS (
    SELECT t.date, t.kind, t.repo, t.version_before IS NULL AS first, old.id AS id_before, new.id, unnest([
        {event: 'renamed', old: old.id, new: new.id, known: true},
        {event: 'license', old: old.license, new: new.license, known: old.tags IS NOT NULL AND new.tags IS NOT NULL},
        {event: 'base_models', old: nullif(old.base_models, ''), new: nullif(new.base_models, ''), known: true},
        $changes -- {event: 'gated', old: …, new: …, known: …}, …
    ], recursive := true)
    FROM transition t
    JOIN repo_description new USING (repo, version)
    LEFT JOIN repo_description old ON old.repo = t.repo AND old.version = t.version_before
    WHERE t.version IS DISTINCT FROM t.version_before
),
event AS (
    SELECT date, repo, event, old, new FROM change WHERE known AND NOT first AND old IS DISTINCT FROM new
    UNION ALL
    SELECT t.date, t.repo, 'appeared' AS event, NULL AS old, d.id AS new
    FROM transition t
    JOIN repo_description d USING (repo, version)
    JOIN first_day f USING (kind)
    ASOF LEFT JOIN hub_day h ON h.kind = t.kind AND t.date > h.date
    ASOF LEFT JOIN categories_day c ON c.kind = t.kind AND t.date > c.date
    WHERE t.version_before IS NULL AND t.date > f.date
        AND (d.created_at >= f.started_at OR h.date IS NOT NULL OR (t.categorized AND c.date IS NOT NULL))
    UNION ALL
    SELECT g.date, g.repo, 'disappeared' AS event, d.id AS old, NULL AS new FROM disappearance g JOIN repo_description d USING (repo, version)
    UNION ALL
    SELECT t.date, t.repo, 'returned' AS event, NULL AS old, d.id AS new
    FROM disappearance g
    JOIN observation t ON t.repo = g.repo AND t.date = g.next
    JOIN repo_description d ON d.repo = t.repo AND d.version = t.version
    UNION ALL
    SELECT c.date, c.repo, 'name_reused' AS event, arg_max(r.oid, s.since) AS old, any_value(c.id) AS new
    FROM change c
    JOIN name_use s ON s.kind = c.kind AND s.id = c.id AND s.repo <> c.repo AND s.since < c.date
    JOIN store.repo r ON r.repo = s.repo
    WHERE c.event = 'renamed' AND c.id_before IS DISTINCT FROM c.id
    GROUP BY c.date, c.repo
)
SELECT date, repo, event, old, new FROM event WHERE date >= $from ORDER BY repo, date;
