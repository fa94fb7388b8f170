-- What each load appended, and whether it is the part's newest published state.
SELECT p.relation, p.load, p.part, p.rows, p.digest, n.load IS NOT NULL AS is_newest
FROM lake.almanac.part p
LEFT JOIN lake.almanac.newest n ON n.relation = p.relation AND n.part = p.part AND n.load = p.load
WHERE p.digest <> ''
ORDER BY p.relation, p.load, p.part;
