-- Events of the affected repos since $from, each between two observations. $observations: all_observation or
-- last_observation.
-- requires: temp.contested_repo, temp.covered_selector, temp.listed_description, store.description, store.repo, store.snapshot,
--     store.version_span, $from, $observations
-- changes: store.event
INSERT INTO store.event BY NAME
WITH day AS (
    SELECT kind, date, scope, status, started_at, store.own_list(scope, source) AS own_list, row_number() OVER (PARTITION BY kind ORDER BY date) AS number,
        lag(started_at) OVER (PARTITION BY kind ORDER BY date) AS started_before
    FROM store.snapshot
),
hub_day AS (SELECT kind, date FROM day WHERE store.lists_all(scope, status)),
covering_day AS (
    SELECT s.kind, s.date, s.started_at, s.scope = 'categories' AND s.status = 'ok' AS is_complete, c.number AS selector
    FROM (SELECT kind, date, started_at, scope, status, unnest(covered) AS selector FROM store.snapshot) s
    JOIN covered_selector c ON c.kind = s.kind AND c.selector = s.selector
),
complete_day AS (SELECT kind, date, selector FROM covering_day WHERE is_complete),
observation AS (
    SELECT f.kind, f.repo, f.first AS date, f.last, f.version, lag(f.version) OVER w AS version_before, lead(f.first) OVER w AS next
    FROM query_table($observations) f
    WINDOW w AS (PARTITION BY f.repo ORDER BY f.first)
),
last_day AS (SELECT kind, max(date) AS date FROM day GROUP BY kind),
-- only beginnings, changes and ends
transition AS (
    SELECT s.*, s.last < z.date AND coalesce(later.number <> d.number + 1, true) AS ends
    FROM observation s
    JOIN day d ON d.kind = s.kind AND d.date = s.last
    JOIN last_day z ON z.kind = s.kind
    LEFT JOIN day later ON later.kind = s.kind AND later.date = s.next
    WHERE s.version IS DISTINCT FROM s.version_before OR ends
),
-- the first complete snapshot between an observation and the repo's next one: it would have listed the repo
missed_snapshot AS (
    SELECT t.repo, t.version, t.next, h.date
    FROM transition t
    ASOF JOIN hub_day h ON h.kind = t.kind AND t.last < h.date
    WHERE t.ends
    UNION ALL
    SELECT t.repo, t.version, t.next, c.date
    FROM (SELECT x.*, l.selector FROM transition x JOIN listed_description l USING (repo, version) WHERE x.ends) t
    ASOF JOIN complete_day c ON c.kind = t.kind AND c.selector = t.selector AND t.last < c.date
),
disappearance AS (
    SELECT repo, version, next, min(date) AS date FROM missed_snapshot WHERE date < coalesce(next, DATE '9999-12-31') GROUP BY repo, version, next
),
first_observation AS (
    SELECT t.kind, t.repo, t.version, t.date, d.own_list, d.started_before
    FROM transition t
    JOIN day d ON d.kind = t.kind AND d.date = t.date
    WHERE t.version_before IS NULL AND d.number > 1
),
-- A repo created since then is new: since the snapshot before, or the first with the same lists. One that a complete
-- snapshot missed is new whenever it was created.
newness AS (
    SELECT o.repo, o.started_before AS since FROM first_observation o
    UNION ALL
    SELECT o.repo, l.since FROM first_observation o
    JOIN (SELECT kind, own_list, arg_min(started_at, date) AS since FROM day GROUP BY kind, own_list) l USING (kind, own_list)
    UNION ALL
    SELECT o.repo, c.since FROM first_observation o
    JOIN listed_description USING (repo, version)
    JOIN (SELECT kind, selector, arg_min(started_at, date) AS since FROM covering_day GROUP BY kind, selector) c USING (kind, selector)
    UNION ALL
    SELECT o.repo, TIMESTAMP '-infinity' AS since FROM first_observation o
    JOIN (SELECT kind, min(date) AS date FROM hub_day GROUP BY kind) h ON h.kind = o.kind AND h.date < o.date
    UNION ALL
    SELECT o.repo, TIMESTAMP '-infinity' AS since FROM first_observation o
    JOIN listed_description l USING (repo, version)
    JOIN (SELECT kind, selector, min(date) AS date FROM complete_day GROUP BY kind, selector) c
        ON c.kind = o.kind AND c.selector = l.selector AND c.date < o.date
),
contested_name AS (SELECT d.kind, d.repo, d.version, d.id FROM store.description d SEMI JOIN contested_repo USING (repo)),
name_use AS (
    SELECT d.kind, d.id, d.repo, min(f.first) AS since
    FROM store.version_span f
    JOIN contested_name d ON d.repo = f.repo AND d.version = f.version
    GROUP BY d.kind, d.id, d.repo
),
naming AS (
    SELECT t.date, t.kind, t.repo, new.id
    FROM transition t
    JOIN contested_name new ON new.repo = t.repo AND new.version = t.version
    LEFT JOIN contested_name old ON old.repo = t.repo AND old.version = t.version_before
    WHERE t.version IS DISTINCT FROM t.version_before AND new.id IS DISTINCT FROM old.id
),
succession AS (SELECT date, repo, version, version_before FROM transition WHERE version <> version_before),
changed_description AS (
    SELECT d.* EXCLUDE (kind, base_models), concat_ws(': ', d.base_relation, array_to_string(d.base_models, ', ')) AS base_models
    FROM store.description d
    WHERE d.repo IN (SELECT x.repo FROM succession x)
),
change AS (
    SELECT t.date, t.repo, unnest([
        {event: 'renamed', old: old.id, new: new.id, known: true},
        {event: 'license', old: old.license, new: new.license, known: old.tags IS NOT NULL AND new.tags IS NOT NULL},
        {event: 'base_models', old: nullif(old.base_models, ''), new: nullif(new.base_models, ''), known: true},
        $changes -- {event: 'gated', old: …, new: …, known: …}, …
    ], recursive := true)
    FROM succession t
    JOIN changed_description new ON new.repo = t.repo AND new.version = t.version
    JOIN changed_description old ON old.repo = t.repo AND old.version = t.version_before
),
event AS (
    SELECT date, repo, event, old, new FROM change WHERE known AND old IS DISTINCT FROM new
    UNION ALL
    SELECT o.date, o.repo, 'appeared' AS event, NULL AS old, d.id AS new
    FROM first_observation o
    JOIN store.description d USING (repo, version)
    JOIN (SELECT repo, min(since) AS since FROM newness GROUP BY repo) n USING (repo)
    WHERE coalesce(d.created_at, TIMESTAMP '-infinity') >= n.since
    UNION ALL
    SELECT g.date, g.repo, 'disappeared' AS event, d.id AS old, NULL AS new FROM disappearance g JOIN store.description d USING (repo, version)
    UNION ALL
    SELECT t.date, t.repo, 'returned' AS event, NULL AS old, d.id AS new
    FROM disappearance g
    JOIN observation t ON t.repo = g.repo AND t.date = g.next
    JOIN store.description d ON d.repo = t.repo AND d.version = t.version
    UNION ALL
    SELECT c.date, c.repo, 'name_reused' AS event, arg_max(r.oid, (s.since, r.oid)) AS old, any_value(c.id) AS new
    FROM naming c
    JOIN name_use s ON s.kind = c.kind AND s.id = c.id AND s.repo <> c.repo AND s.since < c.date
    JOIN store.repo r ON r.repo = s.repo
    GROUP BY c.date, c.repo
)
SELECT date, repo, event, old, new FROM event WHERE date >= $from ORDER BY repo, date;
