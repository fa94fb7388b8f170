-- All that was ever observed of the affected repos.
CREATE OR REPLACE TEMP TABLE told AS
SELECT f.kind, f.repo, f.date, f.version FROM store.counted f SEMI JOIN affected USING (repo);
