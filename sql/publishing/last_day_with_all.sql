-- The day from which on families are traced again: the first of the last days on which the repos stood on boards.
-- requires: main.trends, $oids
SELECT min(date) FROM (SELECT max(date) AS date FROM trends WHERE list_contains($oids, oid) GROUP BY oid);
