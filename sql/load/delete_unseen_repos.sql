-- Delete repos that only the replaced rows had.
-- requires: temp.matched_row, temp.replaced_row, store.counted
-- changes: store.repo
DELETE FROM store.repo r
USING (
    WITH dropped_repo AS (SELECT DISTINCT repo FROM replaced_row ANTI JOIN matched_row USING (repo))
    SELECT repo FROM dropped_repo ANTI JOIN (SELECT f.repo FROM store.counted f SEMI JOIN dropped_repo USING (repo)) observed_repo USING (repo)
) AS unobserved_repo
WHERE r.repo = unobserved_repo.repo;
