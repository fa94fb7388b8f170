-- Which repo of the boards each row of name_move becomes, day by day. Before the rows move.
-- requires: temp.name_move, main.featured, main.trends, store.counted, store.lineup, store.repo
-- creates: temp.moved_oid
CREATE OR REPLACE TEMP TABLE moved_oid AS
WITH board_oid AS (
    SELECT oid FROM trends UNION SELECT oid FROM featured UNION SELECT r.oid FROM store.lineup l JOIN store.repo r ON r.repo = l.repo
)
SELECT DISTINCT c.date, m.oid, m.target
FROM name_move m
SEMI JOIN board_oid USING (oid)
JOIN store.counted c ON c.repo = m.repo AND c.version = m.version
WHERE m.date IS NULL OR m.date = c.date;
