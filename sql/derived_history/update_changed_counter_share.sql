-- The share of moved repos over all cohorts.
-- requires: store.cohort, $date
-- changes: store.snapshot
UPDATE store.snapshot s
SET changed_counter_share = (SELECT sum(c.moved) / sum(c.repos) FROM store.cohort c WHERE c.date = s.date AND c.kind = s.kind)
WHERE s.date = $date;
