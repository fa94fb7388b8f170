-- Delete private repos from homes created before these were set aside, with everything derived from them. A repo's
-- public days stay, except its ranks on boards, which do not tell those days apart.
CREATE OR REPLACE TEMP TABLE hidden AS SELECT repo, version FROM store.description WHERE private;
CREATE OR REPLACE TEMP TABLE hiding AS SELECT r.repo, r.kind, r.oid FROM store.repo r WHERE r.repo IN (SELECT h.repo FROM hidden h);

UPDATE store.snapshot s
SET rows = s.rows - c.rows
FROM (
    SELECT f.kind, f.date, count(*) AS rows FROM store.counted f WHERE (f.repo, f.version) IN (SELECT (h.repo, h.version) FROM hidden h)
    GROUP BY f.kind, f.date
) c
WHERE s.kind = c.kind AND s.date = c.date;
-- boards of these and dependent days could not be rebuilt identically
UPDATE store.snapshot
SET catalogue = NULL
WHERE date >= (SELECT min(f.date) FROM store.counted f WHERE (f.repo, f.version) IN (SELECT (h.repo, h.version) FROM hidden h));
DELETE FROM store.daily WHERE (repo, version) IN (SELECT (repo, version) FROM hidden);
DELETE FROM store.daily_interval WHERE (repo, version) IN (SELECT (repo, version) FROM hidden);
DELETE FROM store.member WHERE (repo, version) IN (SELECT (repo, version) FROM hidden);
DELETE FROM store.description WHERE (repo, version) IN (SELECT (repo, version) FROM hidden);
DELETE FROM store.name n
WHERE n.repo IN (SELECT h.repo FROM hiding h)
    AND (n.repo, n.key) NOT IN (SELECT (d.repo, store.name_key(d.id)) FROM store.description d WHERE d.repo IN (SELECT h.repo FROM hiding h));
DELETE FROM store.lineup WHERE repo IN (SELECT repo FROM hiding);
DELETE FROM store.repo
WHERE repo IN (SELECT repo FROM hiding) AND repo NOT IN (SELECT d.repo FROM store.description d WHERE d.repo IN (SELECT h.repo FROM hiding h));
UPDATE store.repo r
SET first_seen = span.first_seen, last_seen = span.last_seen, last_version = span.version, last_raw = NULL
FROM (
    SELECT f.repo, min(f.date) AS first_seen, max(f.date) AS last_seen, arg_max(f.version, f.date) AS version
    FROM store.counted f WHERE f.repo IN (SELECT h.repo FROM hiding h) GROUP BY f.repo
) AS span
WHERE r.repo = span.repo;
UPDATE store.lookup SET oid = NULL WHERE (kind, oid) IN (SELECT (kind, oid) FROM hiding);
DELETE FROM trends WHERE oid IN (SELECT oid FROM hiding);
DELETE FROM movers WHERE oid IN (SELECT oid FROM hiding);
DELETE FROM families WHERE oid IN (SELECT oid FROM hiding);
DELETE FROM featured WHERE oid IN (SELECT oid FROM hiding);
