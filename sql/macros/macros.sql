-- Questions with parameters. Call them as tables: FROM top('translation').
CREATE OR REPLACE MACRO models_on(d) AS TABLE
SELECT r.oid, s.id, s.author, s.pipeline_tag, s.library_name, s.license, list_sort(s.tags) AS tags, s.gated, s.disabled, s.created_at, s.last_modified, f.downloads, f.downloads_all_time, f.likes, f.trending_score, s.base_relation, s.base_models, s.parameters, f.observed_at, f.status
FROM store.fact f
JOIN store.repo r ON r.repo = f.repo
JOIN store.description s ON s.repo = f.repo AND s.version = f.version
WHERE f.kind = 'model' AND f.date = CAST(d AS DATE);
COMMENT ON MACRO TABLE models_on IS 'All models exactly as observed on day d.';

CREATE OR REPLACE MACRO datasets_on(d) AS TABLE
SELECT r.oid, s.id, s.author, s.license, list_sort(s.tags) AS tags, s.gated, s.disabled, s.created_at, s.last_modified, f.downloads, f.downloads_all_time, f.likes, f.trending_score, f.observed_at, f.status
FROM store.fact f
JOIN store.repo r ON r.repo = f.repo
JOIN store.description s ON s.repo = f.repo AND s.version = f.version
WHERE f.kind = 'dataset' AND f.date = CAST(d AS DATE);
COMMENT ON MACRO TABLE datasets_on IS 'All datasets exactly as observed on day d.';

-- A name can pass from one repo to another: the one that bore it last is meant, under all the names that it ever bore.
CREATE OR REPLACE MACRO history_of(id) AS TABLE
WITH bearer AS (
    SELECT s.kind, s.repo, max(f.date) AS last_borne
    FROM store.description s
    JOIN store.fact f ON f.repo = s.repo AND f.version = s.version
    WHERE s.id = id
    GROUP BY ALL
),
meant AS (SELECT b.kind, arg_max(b.repo, b.last_borne) AS repo FROM bearer b GROUP BY b.kind)
SELECT f.date, f.observed_at, f.kind, r.oid, s.id, f.downloads, f.downloads_all_time, f.likes, f.trending_score, f.status
FROM meant m
JOIN store.fact f ON f.repo = m.repo
JOIN store.repo r ON r.repo = f.repo
JOIN store.description s ON s.repo = f.repo AND s.version = f.version
ORDER BY f.kind DESC, f.date;
COMMENT ON MACRO TABLE history_of IS 'Every observed day of the repo that last bore the name id, renames included.';

CREATE OR REPLACE MACRO top(category, board := 'attention', n := 20) AS TABLE
SELECT t.rank, t.id, t.score, t.score_low, t.score_high, t.rank_1d, t.rank_7d, t.rank_30d, t.basis, t.likes, t.likes_1d,
    t.likes_7d, t.downloads, t.date, t.oid
FROM trends t
WHERE t.date = (SELECT max(l.date) FROM trends l) AND t.category = category AND t.board = board AND t.rank <= n
ORDER BY t.rank;
COMMENT ON MACRO TABLE top IS 'The first n places of a category''s board on the last day.';

CREATE OR REPLACE MACRO why(category, board, id) AS TABLE
WITH meant AS (
    SELECT arg_max(l.oid, l.date) AS oid FROM trends l WHERE l.category = category AND l.board = board AND l.id = id
),
places AS (
    SELECT row_number() OVER (ORDER BY t.date DESC) AS ago, [
        {place: 1, part: 'date', value: CAST(t.date AS VARCHAR)},
        {place: 2, part: 'rank', value: CAST(t.rank AS VARCHAR)},
        {place: 3, part: 'score', value: CAST(round(t.score, 2) AS VARCHAR)},
        {place: 4, part: '90% interval', value: format('{:.2f} to {:.2f}', t.score_low, t.score_high)},
        {place: 5, part: 'made of', value: t.basis},
        {place: 6, part: 'likes gained since the day before', value: CAST(t.likes_1d AS VARCHAR)},
        {place: 7, part: 'likes gained in 7 days', value: CAST(round(t.likes_7d, 1) AS VARCHAR)},
        {place: 8, part: 'likes gained in up to 28 days', value: CAST(round(t.likes_28d, 1) AS VARCHAR)},
        {place: 9, part: 'likes', value: CAST(t.likes AS VARCHAR)},
        {place: 10, part: 'age in days', value: CAST(round(t.age_days, 1) AS VARCHAR)},
        {place: 11, part: 'trending score of the Hub', value: CAST(t.trending_score AS VARCHAR)},
        {place: 12, part: 'downloads in 30 days', value: CAST(t.downloads AS VARCHAR)}
    ] AS parts
    FROM trends t JOIN meant m ON m.oid = t.oid
    WHERE t.category = category AND t.board = board
),
parts AS (SELECT p.ago, unnest(p.parts, recursive := true) FROM places p WHERE p.ago <= 2)
SELECT q.part, max(q.value) FILTER (q.ago = 1) AS now, max(q.value) FILTER (q.ago = 2) AS before
FROM parts q
GROUP BY q.place, q.part
ORDER BY q.place;
COMMENT ON MACRO TABLE why IS 'What a repo''s place on a board is made of, on its last day there and on the day there before.';
