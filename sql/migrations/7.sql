-- Schema 6 to 7. Snapshots say which categories their crawl listed. Of earlier days, those with totals are known; a day
-- without any is taken to cover all of today's. DuckDB cannot commit a table altered after an update: a new one.
CREATE OR REPLACE TABLE store.snapshot AS
WITH total AS (SELECT DISTINCT d.date, c.kind FROM category_daily d JOIN store.category c ON c.slug = d.category),
covered AS (
    SELECT s.date, s.kind, list_sort(list(DISTINCT {'pipeline_tag': c.pipeline_tag, 'author': lower(c.author), 'filters': list_sort(c.filters)})) AS covered
    FROM store.snapshot s
    JOIN store.category c ON c.kind = s.kind
    LEFT JOIN total t ON t.date = s.date AND t.kind = s.kind
    LEFT JOIN category_daily d ON d.date = s.date AND d.category = c.slug
    WHERE t.date IS NULL OR d.date IS NOT NULL
    GROUP BY s.date, s.kind
)
SELECT s.*, CASE WHEN s.source IS NULL THEN coalesce(c.covered, []) END AS covered
FROM store.snapshot s
LEFT JOIN covered c ON c.date = s.date AND c.kind = s.kind;

-- What sources say of sparse repos is stored once: which columns of the description are their own.
CREATE TABLE store.sparse_version AS
SELECT repo, kind, version, by_name,
    list_filter(
        CAST(json_keys(said) AS VARCHAR[]), lambda name: json_type(said, concat('$.', name)) <> 'NULL' AND name NOT IN ('repo', 'kind', 'version', 'by_name')
    ) AS own_columns
FROM (SELECT s.repo, s.kind, s.version, s.by_name, to_json(s) AS said FROM store.sparse_description s);
DROP TABLE store.sparse_description;
