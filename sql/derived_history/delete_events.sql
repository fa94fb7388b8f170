-- Delete the affected repos' events since $from, to insert them again.
-- requires: temp.affected_repo, $from
-- changes: store.event
DELETE FROM store.event e USING affected_repo a WHERE e.repo = a.repo AND e.date >= $from;
