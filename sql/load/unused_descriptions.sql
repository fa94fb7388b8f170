-- A version that only the replaced rows used goes with them: a re-run leaves no trace.
DELETE FROM store.description d
USING (
    SELECT kind, repo, version FROM replaced
    ANTI JOIN (SELECT f.kind, f.repo, f.version FROM store.fact f SEMI JOIN replaced USING (kind, repo)) used
        USING (kind, repo, version)
) AS unused
WHERE d.kind = unused.kind AND d.repo = unused.repo AND d.version = unused.version;
