-- A repo that only the replaced rows had was never observed.
-- requires: temp.placed, temp.replaced, store.counted
-- changes: store.repo
DELETE FROM store.repo r
USING (
    WITH gone AS (SELECT DISTINCT repo FROM replaced ANTI JOIN placed USING (repo))
    SELECT repo FROM gone ANTI JOIN (SELECT f.repo FROM store.counted f SEMI JOIN gone USING (repo)) used USING (repo)
) AS unseen
WHERE r.repo = unseen.repo;
