-- Repos whose events may change: different before, on and after the day, or from the replaced rows; missing from the
-- day's complete snapshot; and all that share a name with one of these.
-- requires: temp.compared_row, temp.matched_row, temp.neighbor_day, temp.replaced_row, temp.replaced_snapshot, store.description, store.name,
--     store.repo, store.snapshot, store.sparse_version, $date
-- creates: temp.affected_repo
CREATE OR REPLACE TEMP TABLE affected_repo AS
WITH complete_kind AS (
    SELECT kind FROM store.snapshot WHERE date = $date AND (store.lists_all(scope, status) OR (scope = 'categories' AND status = 'ok'))
    UNION
    SELECT kind FROM replaced_snapshot WHERE store.lists_all(scope, status) OR (scope = 'categories' AND status = 'ok')
),
-- repos missing from the whole-Hub snapshot before are known to be gone
settled_kind AS (
    SELECT n.kind FROM neighbor_day n JOIN store.snapshot s ON s.kind = n.kind AND s.date = n.before
    WHERE store.lists_all(s.scope, s.status)
),
listing AS (
    SELECT kind, date, unnest(covered) AS selector, NULL AS own_list FROM store.snapshot
    UNION ALL
    SELECT kind, date, NULL AS selector, store.own_list(scope, source) AS own_list FROM store.snapshot
    UNION ALL
    SELECT kind, $date AS date, unnest(covered) AS selector, NULL AS own_list FROM replaced_snapshot
    UNION ALL
    SELECT kind, $date AS date, NULL AS selector, store.own_list(scope, source) AS own_list FROM replaced_snapshot
),
-- what the day lists, or did before its replacement, and no earlier day
opening AS (
    SELECT kind, selector, own_list FROM listing WHERE date <= $date AND coalesce(CAST(selector AS VARCHAR), own_list) IS NOT NULL
    GROUP BY kind, selector, own_list
    HAVING min(date) = $date
),
changed_repo AS (
    SELECT a.repo FROM compared_row a JOIN neighbor_day n USING (kind)
    WHERE (n.before IS NOT NULL AND a.v0 IS DISTINCT FROM a.v1) OR (n.after IS NOT NULL AND a.v2 IS DISTINCT FROM a.v1)
    UNION
    SELECT repo FROM (FROM replaced_row ANTI JOIN matched_row USING (repo, version))
    UNION
    SELECT repo FROM (FROM matched_row ANTI JOIN replaced_row USING (repo, version)) WHERE EXISTS (FROM replaced_row)
    UNION
    SELECT r.repo FROM store.repo r SEMI JOIN complete_kind USING (kind) ANTI JOIN settled_kind USING (kind) ANTI JOIN matched_row USING (repo)
    UNION
    -- the first day with the _id of a repo that archives name
    SELECT repo FROM ((SELECT repo FROM matched_row UNION SELECT repo FROM replaced_row) SEMI JOIN (SELECT s.repo FROM store.sparse_version s WHERE s.by_name) named USING (repo))
    WHERE EXISTS (SELECT 1 FROM neighbor_day WHERE after IS NOT NULL)
    UNION
    -- the first snapshot of its kind, and the first that lists something, decide about all later repos
    SELECT r.repo FROM store.repo r JOIN neighbor_day n USING (kind)
    WHERE n.after IS NOT NULL AND r.first_seen > $date AND (n.before IS NULL OR EXISTS (FROM opening o WHERE o.kind = n.kind))
),
name AS (SELECT DISTINCT store.name_key(d.id) AS key FROM store.description d SEMI JOIN changed_repo USING (repo))
SELECT repo FROM changed_repo
UNION
SELECT n.repo FROM store.name n SEMI JOIN name USING (key);
