-- Numbers for repos never seen before, by their _id, which begins with the second of their making: neighbours in the file
-- are then of one age.
INSERT INTO store.repo BY NAME
SELECT kind, oid, $date AS first_seen, $date AS last_seen, 1 AS last_version, raw AS last_raw,
    CAST(row_number() OVER (ORDER BY kind DESC, oid) + (SELECT coalesce(max(r.repo), 0) FROM store.repo r) AS INTEGER) AS repo
FROM day
ANTI JOIN store.repo USING (kind, oid);
