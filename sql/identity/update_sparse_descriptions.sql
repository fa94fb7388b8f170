-- Fill the sparse descriptions of some repos from the repo's last full one up to their last day, or else the first one after.
-- requires: temp.repo_to_fill, store.counted, store.description, store.sparse_description, store.sparse_version,
--     store.version_span
-- creates: temp.filled_description
-- changes: store.description, store.member
CREATE OR REPLACE TEMP TABLE filled_description AS
WITH sparse_span AS (
    SELECT s.repo, s.version, max(c.last) AS last FROM store.sparse_version s SEMI JOIN repo_to_fill USING (repo) JOIN store.version_span c ON c.repo = s.repo AND c.version = s.version
    GROUP BY s.repo, s.version
),
full_span AS (
    SELECT d.repo, d.version, c.date
    FROM store.description d
    JOIN store.counted c ON c.repo = d.repo AND c.version = d.version
    ANTI JOIN store.sparse_version y ON y.repo = d.repo AND y.version = d.version
    WHERE d.repo IN (SELECT x.repo FROM sparse_span x)
),
nearest AS (
    SELECT s.repo, s.version, coalesce(arg_max(f.version, f.date) FILTER (f.date <= s.last), arg_min(f.version, f.date)) AS full_version
    FROM sparse_span s
    LEFT JOIN full_span f USING (repo)
    GROUP BY s.repo, s.version
),
filled AS (
    SELECT s.repo, s.kind, s.version, $filled_fields -- coalesce(s.author, f.author) AS author, …
    FROM store.sparse_description s
    JOIN nearest n ON n.repo = s.repo AND n.version = s.version
    LEFT JOIN store.description f ON f.repo = n.repo AND f.version = n.full_version
)
SELECT filled.*
FROM filled
JOIN store.description d ON d.repo = filled.repo AND d.version = filled.version
WHERE ($filled_state) IS DISTINCT FROM ($stored_state);
DELETE FROM store.description d USING filled_description f WHERE d.repo = f.repo AND d.version = f.version;
INSERT INTO store.description BY NAME SELECT * FROM filled_description;
DELETE FROM store.member m USING filled_description f WHERE m.repo = f.repo AND m.version = f.version;
