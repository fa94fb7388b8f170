-- Which version each of them is: the one that says the same if there is one, else the next. The order of tags says nothing.
-- requires: temp.described, store.description
-- creates: temp.versioned
CREATE OR REPLACE TEMP TABLE versioned AS
-- set apart before it is compared: else all that are kept would be
WITH old AS MATERIALIZED (SELECT o.* FROM store.description o SEMI JOIN described USING (repo)),
same AS (
    SELECT new.repo, max(old.version) AS version
    FROM described new
    JOIN old ON old.repo = new.repo
    WHERE (new.id, new.author, new.pipeline_tag, new.library_name, new.gated, new.disabled, new.private, new.created_at,
            new.last_modified, new.base_relation, new.base_models, new.parameters, list_sort(new.tags))
        IS NOT DISTINCT FROM (old.id, old.author, old.pipeline_tag, old.library_name, old.gated, old.disabled, old.private,
            old.created_at, old.last_modified, old.base_relation, old.base_models, old.parameters, list_sort(old.tags))
    GROUP BY new.repo
),
last AS (SELECT repo, max(version) AS version FROM old GROUP BY repo)
SELECT new.repo, same.version IS NULL AS changed, CAST(coalesce(same.version, last.version + 1, 1) AS USMALLINT) AS version
FROM described new
LEFT JOIN same USING (repo)
LEFT JOIN last USING (repo);
