-- Each description's version: an equal one's, else the next. The order of tags is ignored. $earlier: full_description,
-- or store.sparse_description for rows of a source that does not describe repos.
-- requires: temp.changed_description, store.description, $earlier
-- creates: temp.description_version
CREATE OR REPLACE TEMP TABLE description_version AS
-- MATERIALIZED, or all stored descriptions would be compared
WITH old AS MATERIALIZED (SELECT o.* FROM query_table($earlier) o SEMI JOIN changed_description USING (repo)),
matching_version AS (
    SELECT new.repo, max(old.version) AS version
    FROM changed_description new
    JOIN old ON old.repo = new.repo
    WHERE ($new_state) IS NOT DISTINCT FROM ($old_state) -- (new.id, …, list_sort(new.tags), …)
    GROUP BY new.repo
),
last AS (SELECT d.repo, max(d.version) AS version FROM store.description d SEMI JOIN changed_description USING (repo) GROUP BY d.repo)
SELECT new.repo, matching_version.version IS NULL AS changed, CAST(coalesce(matching_version.version, last.version + 1, 1) AS USMALLINT) AS version
FROM changed_description new
LEFT JOIN matching_version USING (repo)
LEFT JOIN last USING (repo);
