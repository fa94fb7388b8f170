-- What rows say of names: `named_version` (versions of rows that name a repo without its _id), and `bearer` (repos that
-- had such a name on days when their _id was observed).
-- requires: store.description, store.repo, store.sparse_description, store.sparse_version, store.version_span
-- creates: temp.bearer, temp.named_version
CREATE OR REPLACE TEMP TABLE named_version AS
SELECT s.kind, s.id, s.repo, s.version, any_value(r.oid) AS oid, min(c.first) AS first, max(c.last) AS last
FROM store.sparse_description s
JOIN store.version_span c ON c.repo = s.repo AND c.version = s.version
JOIN store.repo r ON r.repo = s.repo
WHERE s.by_name
GROUP BY s.kind, s.id, s.repo, s.version;

CREATE OR REPLACE TEMP TABLE bearer AS
WITH named AS (SELECT DISTINCT kind, id FROM named_version),
identified AS (SELECT d.kind, d.id, d.repo, d.version FROM store.description d ANTI JOIN (FROM store.sparse_version WHERE by_name) n USING (repo, version)),
candidate AS (SELECT DISTINCT i.repo FROM identified i SEMI JOIN named USING (kind, id))
SELECT i.kind, i.id, i.repo, i.version, r.oid, named.id IS NOT NULL AS is_named
FROM identified i
SEMI JOIN candidate USING (repo)
JOIN store.repo r ON r.repo = i.repo
LEFT JOIN named ON named.kind = i.kind AND named.id = i.id
WHERE NOT store.is_provisional(r.oid);
