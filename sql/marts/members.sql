-- Which repos belonged to which category on the day, by the fields that the category's selector names.
CREATE OR REPLACE TEMP TABLE member AS
WITH today AS (
    SELECT f.*, r.oid, d.id, d.author, d.pipeline_tag, d.tags, d.created_at
    FROM store.fact f
    JOIN store.repo r ON r.kind = f.kind AND r.repo = f.repo
    JOIN store.description d ON d.kind = f.kind AND d.repo = f.repo AND d.version = f.version
    WHERE f.date = $date
)
SELECT c.slug AS category, t.* EXCLUDE (author, pipeline_tag, tags)
FROM today t
JOIN store.category c ON c.kind = t.kind
    AND (c.pipeline_tag IS NULL OR t.pipeline_tag = c.pipeline_tag)
    AND (c.author IS NULL OR lower(t.author) = lower(c.author))
    AND list_has_all(coalesce(t.tags, []), c.filters);
