-- A state of the descriptive fields that was not seen before becomes the repo's next version.
INSERT INTO store.description BY NAME
SELECT day.* EXCLUDE (oid, seen, observed_at, downloads, downloads_all_time, likes, trending_score, status),
    r.repo,
    CAST((SELECT coalesce(max(s.version), 0) FROM store.description s WHERE s.kind = day.kind AND s.repo = r.repo) + 1
        AS USMALLINT) AS version
FROM day
JOIN store.repo r USING (kind, oid)
ANTI JOIN store.description d ON d.kind = day.kind AND d.repo = r.repo AND d.digest = day.digest;
