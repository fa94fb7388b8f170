-- Let what was computed of moved rows follow them, after these. Scores stay as they were computed; earlier ranks and moves are compared again.
-- requires: temp.moved_oid, main.families, main.trends, store.repo
-- creates: temp.renumbered_repo
-- changes: main.families, main.featured, main.movers, main.trends, store.lineup
CREATE OR REPLACE TEMP TABLE renumbered_repo AS SELECT oid FROM moved_oid UNION SELECT target FROM moved_oid;

UPDATE trends t SET oid = m.target FROM moved_oid m WHERE t.oid = m.oid AND t.date = m.date;
UPDATE trends later
SET rank_1d_ago = fresh.rank_1d_ago, rank_7d_ago = fresh.rank_7d_ago, rank_30d_ago = fresh.rank_30d_ago
FROM (
    WITH board AS MATERIALIZED (SELECT t.date, t.category, t.board, t.oid, t.rank FROM trends t SEMI JOIN renumbered_repo r ON r.oid = t.oid)
    SELECT b.date, b.category, b.board, b.oid, day_1.rank AS rank_1d_ago, day_7.rank AS rank_7d_ago, day_30.rank AS rank_30d_ago
    FROM board b
    LEFT JOIN board day_1 ON day_1.date = b.date - 1 AND day_1.category = b.category AND day_1.board = b.board AND day_1.oid = b.oid
    LEFT JOIN board day_7 ON day_7.date = b.date - 7 AND day_7.category = b.category AND day_7.board = b.board AND day_7.oid = b.oid
    LEFT JOIN board day_30 ON day_30.date = b.date - 30 AND day_30.category = b.category AND day_30.board = b.board AND day_30.oid = b.oid
) AS fresh
WHERE later.date = fresh.date AND later.category = fresh.category AND later.board = fresh.board AND later.oid = fresh.oid;

-- who left the top 10 was there the day before
UPDATE movers t SET oid = m.target FROM moved_oid m WHERE t.oid = m.oid AND m.date = CASE t.move WHEN 'left_top_10' THEN t.date - 1 ELSE t.date END;
UPDATE movers m SET rank = t.rank, rank_1d_ago = t.rank_1d_ago
FROM trends t
SEMI JOIN renumbered_repo r ON r.oid = t.oid
WHERE t.date = m.date AND t.category = m.category AND t.board = m.board AND t.oid = m.oid;
DELETE FROM movers m USING renumbered_repo r
WHERE m.oid = r.oid AND m.move IN ('entered_top_10', 'left_top_10') AND m.rank <= 10 AND m.rank_1d_ago <= 10;

INSERT INTO families BY NAME
SELECT f.* REPLACE (m.target AS oid)
FROM families f
JOIN (SELECT DISTINCT oid, target FROM moved_oid) m ON m.oid = f.oid
ANTI JOIN families known ON known.oid = m.target
QUALIFY row_number() OVER (PARTITION BY m.target ORDER BY m.oid) = 1;
DELETE FROM families f USING renumbered_repo r WHERE f.oid = r.oid AND f.oid NOT IN (SELECT t.oid FROM trends t);

UPDATE featured f SET oid = m.target FROM moved_oid m WHERE f.oid = m.oid AND f.date = m.date;
UPDATE featured f SET notes = list_transform(f.notes, lambda note: {'code': note.code, 'parameters': replace(note.parameters, m.oid, m.target)})
FROM moved_oid m WHERE f.date = m.date AND contains(CAST(f.notes AS VARCHAR), m.oid);

UPDATE store.lineup l SET repo = target.repo
FROM moved_oid m
JOIN store.repo r ON r.oid = m.oid
JOIN store.repo target ON target.oid = m.target AND target.kind = r.kind
WHERE l.repo = r.repo AND l.date = m.date;
