-- Move the rows of name_move to their repos, with the descriptions that they need there.
-- requires: temp.name_move, store.counted, store.description, store.name, store.repo, store.sparse_description, store.sparse_version
-- creates: temp.matched_row, temp.moved_version, temp.new_version, temp.replaced_row
-- changes: store.daily, store.description, store.name, store.repo, store.sparse_version
INSERT INTO store.repo BY NAME
WITH missing AS (SELECT DISTINCT m.kind, m.target AS oid FROM name_move m ANTI JOIN store.repo r ON r.kind = m.kind AND r.oid = m.target)
SELECT (SELECT max(r.repo) FROM store.repo r) + row_number() OVER (ORDER BY kind, oid) AS repo, kind, oid FROM missing;

CREATE OR REPLACE TEMP TABLE moved_version AS
WITH wanted AS (
    SELECT DISTINCT m.kind, m.repo, m.version, r.repo AS target FROM name_move m JOIN store.repo r ON r.kind = m.kind AND r.oid = m.target
),
own AS (
    SELECT w.*, list_value($own_fields) AS fields FROM wanted w JOIN store.sparse_description s ON s.repo = w.repo AND s.version = w.version
),
known AS (
    SELECT s.repo AS target, s.version AS known_version, list_value($own_fields) AS fields
    FROM store.sparse_description s SEMI JOIN wanted w ON w.target = s.repo
    WHERE s.by_name
),
last AS (SELECT d.repo AS target, max(d.version) AS version FROM store.description d SEMI JOIN wanted w ON w.target = d.repo GROUP BY d.repo),
-- equal descriptions of two old versions become one
fresh AS (
    SELECT target, fields, row_number() OVER (PARTITION BY target ORDER BY min(repo), min(version)) AS number
    FROM own ANTI JOIN known USING (target, fields)
    GROUP BY target, fields
)
SELECT o.kind, o.repo, o.version, o.target, CAST(coalesce(k.known_version, coalesce(l.version, 0) + f.number) AS USMALLINT) AS new_version, f.number IS NOT NULL AS is_new
FROM own o
LEFT JOIN known k USING (target, fields)
LEFT JOIN fresh f USING (target, fields)
LEFT JOIN last l USING (target);

CREATE OR REPLACE TEMP TABLE new_version AS
SELECT target, new_version, any_value(repo) AS repo, any_value(version) AS version FROM moved_version WHERE is_new GROUP BY target, new_version;
INSERT INTO store.description BY NAME
SELECT s.* EXCLUDE (by_name) REPLACE (n.target AS repo, n.new_version AS version)
FROM store.sparse_description s
JOIN new_version n ON n.repo = s.repo AND n.version = s.version;
INSERT INTO store.sparse_version BY NAME
SELECT s.* REPLACE (n.target AS repo, n.new_version AS version)
FROM store.sparse_version s
JOIN new_version n ON n.repo = s.repo AND n.version = s.version;
INSERT INTO store.name BY NAME
SELECT md5_number_lower(lower(s.id)) AS key, s.repo
FROM (SELECT DISTINCT x.repo, x.id FROM store.sparse_description x SEMI JOIN moved_version m ON m.target = x.repo AND m.new_version = x.version) s
ANTI JOIN store.name n ON n.repo = s.repo AND n.key = md5_number_lower(lower(s.id))
ORDER BY key;

-- for load/stage_unused_descriptions: what the moved rows used before
CREATE OR REPLACE TEMP TABLE replaced_row AS SELECT DISTINCT repo, version FROM name_move;
CREATE OR REPLACE TEMP TABLE matched_row (repo INTEGER, version USMALLINT);

UPDATE store.daily d SET repo = v.target, version = v.new_version
FROM (
    SELECT m.repo, m.version, m.date, v.target, v.new_version
    FROM name_move m
    JOIN store.repo r ON r.kind = m.kind AND r.oid = m.target
    JOIN moved_version v ON v.repo = m.repo AND v.version = m.version AND v.target = r.repo
) v
WHERE d.repo = v.repo AND d.version = v.version AND (v.date IS NULL OR d.date = v.date);

UPDATE store.repo r
SET first_seen = span.first_seen, last_seen = span.last_seen, last_version = span.last_version, last_raw = NULL
FROM (
    SELECT c.repo, min(c.date) AS first_seen, max(c.date) AS last_seen, arg_max(c.version, c.date) AS last_version
    FROM store.counted c
    WHERE c.repo IN (SELECT m.target FROM moved_version m)
    GROUP BY c.repo
) AS span
WHERE r.repo = span.repo;
