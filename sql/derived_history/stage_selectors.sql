-- The selectors that a snapshot ever covered, with a number, and a category of today's catalogue that has the selector.
-- requires: store.category, store.snapshot
-- creates: temp.covered_selector
CREATE OR REPLACE TEMP TABLE covered_selector AS
WITH covered AS (SELECT DISTINCT kind, unnest(covered) AS selector FROM store.snapshot)
SELECT row_number() OVER (ORDER BY s.kind, s.selector) AS number, s.kind, s.selector,
    (SELECT min(c.slug) FROM store.category c WHERE c.kind = s.kind AND store.selector(c.pipeline_tag, c.author, c.filters) = s.selector) AS slug
FROM covered s;
