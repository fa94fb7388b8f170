-- The same for all cohorts together, beside the crawl.
-- requires: store.cohort, $date
-- changes: store.snapshot
UPDATE store.snapshot s
SET changed_counter_share = (SELECT sum(c.moved) / sum(c.repos) FROM store.cohort c WHERE c.date = s.date AND c.kind = s.kind)
WHERE s.date = $date;
