-- New repos of the newest day whose name so far only a provisional repo had: these are the same. They keep the
-- provisional one's number, so that none of its rows has to move; `shift` is its highest version.
-- requires: temp.matched_row, store.description, store.name, store.repo
-- creates: temp.adoption
CREATE OR REPLACE TEMP TABLE adoption AS
WITH arrived AS (
    SELECT d.kind, d.id, d.repo, r.oid FROM matched_row m JOIN store.description d ON d.repo = m.repo AND d.version = m.version JOIN store.repo r ON r.repo = m.repo
    WHERE m.is_new
),
bearer AS (
    SELECT DISTINCT a.repo AS arrived, d.repo
    FROM arrived a
    JOIN store.name n ON n.key = store.name_key(a.id)
    JOIN store.description d ON d.repo = n.repo AND d.kind = a.kind AND d.id = a.id
    WHERE d.repo <> a.repo
)
SELECT a.kind, a.repo AS arrived, p.repo, a.oid, p.oid AS provisional_oid, (SELECT max(d.version) FROM store.description d WHERE d.repo = p.repo) AS shift
FROM arrived a
JOIN store.repo p ON p.kind = a.kind AND p.oid = store.provisional_oid(a.kind, a.id)
JOIN bearer b ON b.arrived = a.repo
WHERE make_timestamp(CAST('0x' || a.oid[:8] AS BIGINT) * 1000000) < p.first_seen + INTERVAL 1 DAY
QUALIFY count(*) OVER (PARTITION BY a.repo) = 1 AND bool_and(b.repo = p.repo) OVER (PARTITION BY a.repo);
