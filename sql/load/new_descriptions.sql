-- A state of the descriptive fields that was not seen before becomes the repo's next version.
INSERT INTO store.description BY NAME
SELECT day.* EXCLUDE (oid, seen, observed_at, downloads, downloads_all_time, likes, trending_score, status),
    licenses_in(day.tags) AS license, placed.repo, placed.version
FROM day
JOIN placed USING (kind, oid)
WHERE placed.fresh;
