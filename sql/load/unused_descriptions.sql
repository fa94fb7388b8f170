-- Versions that only the replaced rows used: a re-run leaves no trace.
-- requires: temp.placed, temp.replaced, store.counted
-- creates: temp.unused
CREATE OR REPLACE TEMP TABLE unused AS
WITH gone AS (SELECT repo, version FROM replaced ANTI JOIN placed USING (repo, version))
SELECT DISTINCT repo, version FROM gone
ANTI JOIN (SELECT f.repo, f.version FROM store.counted f SEMI JOIN gone USING (repo)) used USING (repo, version);
