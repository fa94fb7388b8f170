-- A repo that only the replaced rows had was never observed.
-- requires: temp.matched_row, temp.replaced_row, store.counted
-- changes: store.repo
DELETE FROM store.repo r
USING (
    WITH gone AS (SELECT DISTINCT repo FROM replaced_row ANTI JOIN matched_row USING (repo))
    SELECT repo FROM gone ANTI JOIN (SELECT f.repo FROM store.counted f SEMI JOIN gone USING (repo)) used USING (repo)
) AS unseen
WHERE r.repo = unseen.repo;
