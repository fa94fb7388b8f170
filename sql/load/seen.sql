-- First and last day of the repos that the day touches, from the rows themselves, whatever order days are loaded in.
UPDATE store.repo r
SET first_seen = span.first_seen, last_seen = span.last_seen
FROM (
    SELECT f.kind, f.repo, min(f.date) AS first_seen, max(f.date) AS last_seen
    FROM store.fact f
    SEMI JOIN (
        SELECT t.kind, t.repo
        FROM (SELECT kind, repo FROM replaced UNION SELECT kind, repo FROM store.fact WHERE date = $date) t
        JOIN store.repo known ON known.kind = t.kind AND known.repo = t.repo
        WHERE known.last_seen <> $date OR known.first_seen > $date OR (t.kind, t.repo) NOT IN (
            SELECT (kind, repo) FROM store.fact WHERE date = $date)
    ) touched ON touched.kind = f.kind AND touched.repo = f.repo
    GROUP BY ALL
) AS span
WHERE r.kind = span.kind AND r.repo = span.repo AND (r.first_seen, r.last_seen) IS DISTINCT FROM (span.first_seen, span.last_seen);
