-- Events `identified` of the affected repos: archives have rows that only bear a name of the repo, and began to before
-- its _id was observed with that name, on this day. Old value: the first and last day of these rows.
-- requires: temp.affected_repo, store.description, store.repo, store.sparse_description, store.version_span
-- changes: store.event
INSERT INTO store.event BY NAME
WITH named AS (
    SELECT s.repo, s.id, s.version FROM store.sparse_description s SEMI JOIN affected_repo USING (repo) JOIN store.repo r USING (repo)
    WHERE s.by_name AND NOT store.is_provisional(r.oid)
),
name_use AS (
    SELECT d.repo, d.version, d.id, n.version IS NOT NULL AS by_name
    FROM store.description d
    SEMI JOIN named m ON m.repo = d.repo AND m.id = d.id
    LEFT JOIN named n ON n.repo = d.repo AND n.version = d.version
)
SELECT min(c.first) FILTER (NOT u.by_name) AS date, u.repo, 'identified' AS event,
    concat_ws('/', min(c.first) FILTER (u.by_name), max(c.last) FILTER (u.by_name)) AS old, u.id AS new
FROM name_use u
JOIN store.version_span c ON c.repo = u.repo AND c.version = u.version
GROUP BY u.repo, u.id
HAVING min(c.first) FILTER (u.by_name) < min(c.first) FILTER (NOT u.by_name)
ORDER BY u.repo, date;
