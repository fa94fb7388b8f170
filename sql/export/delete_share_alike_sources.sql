-- Forget share-alike sources, and what other sources have of days without a snapshot: their files are on another machine.
-- requires: store.snapshot, store.source
-- changes: store.archived_day, store.known_fault, store.source
DELETE FROM store.known_fault WHERE source IN (SELECT x.name FROM store.source x WHERE x.share_alike);
DELETE FROM store.archived_day WHERE source IN (SELECT x.name FROM store.source x WHERE x.share_alike);
DELETE FROM store.archived_day a WHERE NOT EXISTS (SELECT 1 FROM store.snapshot s WHERE s.kind = a.kind AND s.date = a.date);
DELETE FROM store.source WHERE share_alike;
