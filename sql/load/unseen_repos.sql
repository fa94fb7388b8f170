-- A repo that only the replaced rows had was never observed.
DELETE FROM store.repo r
USING (
    SELECT kind, repo FROM replaced
    ANTI JOIN (SELECT f.kind, f.repo FROM store.fact f SEMI JOIN replaced USING (kind, repo)) used USING (kind, repo)
) AS unseen
WHERE r.kind = unseen.kind AND r.repo = unseen.repo;
