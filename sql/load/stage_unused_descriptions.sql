-- Versions that only the replaced rows used.
-- requires: temp.matched_row, temp.replaced_row, store.counted
-- creates: temp.unused_description
CREATE OR REPLACE TEMP TABLE unused_description AS
WITH dropped_version AS (SELECT repo, version FROM replaced_row ANTI JOIN matched_row USING (repo, version))
SELECT DISTINCT repo, version FROM dropped_version
ANTI JOIN (SELECT f.repo, f.version FROM store.counted f SEMI JOIN dropped_version USING (repo)) used_version USING (repo, version);
