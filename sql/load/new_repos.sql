-- Numbers for repos never seen before, in the order of their creation.
INSERT INTO store.repo BY NAME
SELECT kind, oid, $date AS first_seen, $date AS last_seen,
    CAST(row_number() OVER (PARTITION BY kind ORDER BY created_at, oid)
        + (SELECT coalesce(max(r.repo), 0) FROM store.repo r) AS INTEGER) AS repo
FROM day
ANTI JOIN store.repo USING (kind, oid);
