-- Rows of days without a crawl.
-- requires: store.counted, store.snapshot
SELECT f.date, f.kind, count(*) AS rows FROM store.counted f ANTI JOIN store.snapshot USING (kind, date) GROUP BY f.date, f.kind;
