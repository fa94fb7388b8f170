-- Mark the shifted movements as frozen, or no longer, as their new quarters were.
-- requires: temp.shifted_movement, store.cohort, store.mark
-- changes: store.mark
DELETE FROM store.mark m USING shifted_movement s WHERE m.date = s.date AND m.repo = s.repo AND m.status = 'frozen';
INSERT INTO store.mark BY NAME
SELECT s.date, s.repo, 'frozen' AS status
FROM shifted_movement s
JOIN store.cohort c ON c.kind = s.kind AND c.date = s.date AND c.cohort = s.cohort AND c.frozen
ANTI JOIN store.mark m ON m.date = s.date AND m.repo = s.repo
WHERE NOT s.moved
ORDER BY s.repo, s.date;
