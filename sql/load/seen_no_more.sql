-- Repos that the day held before it was replaced, and holds no more: their first or last day is another now. Only these
-- are looked up in the whole history.
UPDATE store.repo r
SET first_seen = span.first_seen, last_seen = span.last_seen
FROM (
    SELECT f.kind, f.repo, min(f.date) AS first_seen, max(f.date) AS last_seen
    FROM store.fact f
    SEMI JOIN (SELECT kind, repo FROM replaced ANTI JOIN placed USING (kind, repo)) gone USING (kind, repo)
    GROUP BY ALL
) AS span
WHERE r.kind = span.kind AND r.repo = span.repo;
