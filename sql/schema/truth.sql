-- True daily downloads, which owners of repos can import, and how the adoption board compares with them. Last, as these
-- views use the macros.

-- Whose a row is: the rule of sql/identity/stage_moves.sql. One repo has one row a day: that of the nearest name.
CREATE OR REPLACE VIEW true_downloads AS
WITH truth AS (
    SELECT t.* FROM store.true_download t JOIN store.source s ON s.name = t.source
    QUALIFY row_number() OVER (PARTITION BY t.kind, t.id, t.date ORDER BY s.imported_at DESC, t.source) = 1
),
named AS MATERIALIZED (SELECT DISTINCT t.kind, t.id FROM store.true_download t),
bearer AS MATERIALIZED (
    SELECT d.kind, d.repo, d.version, d.id, r.oid
    FROM (SELECT x.* FROM store.description x WHERE x.repo IN (SELECT n.repo FROM store.name n WHERE n.key IN (SELECT store.name_key(m.id) FROM named m))) d
    JOIN store.repo r ON r.repo = d.repo AND NOT store.is_provisional(r.oid)
    ANTI JOIN (SELECT y.repo, y.version FROM store.sparse_version y WHERE y.by_name) s ON s.repo = d.repo AND s.version = d.version
),
observation AS MATERIALIZED (
    SELECT b.kind, b.repo, b.id, c.date
    FROM store.counted_of((SELECT list(DISTINCT x.repo) FROM bearer x)) c
    JOIN bearer b ON b.repo = c.repo AND b.version = c.version
),
candidate AS (
    SELECT t.kind, t.id, t.date, h.repo, h.oid
    FROM truth t
    JOIN (SELECT DISTINCT b.kind, b.id, b.repo, b.oid FROM bearer b) h ON h.kind = t.kind AND h.id = t.id
    WHERE make_timestamp(CAST('0x' || h.oid[:8] AS BIGINT) * 1000000) < t.date + INTERVAL 1 DAY
),
-- the observations on both sides: of this name, and of any
beside AS (
    SELECT c.*, earlier.date AS earlier, later.date AS later, before.id AS id_before, after.id AS id_after
    FROM candidate c
    ASOF LEFT JOIN observation earlier ON earlier.repo = c.repo AND earlier.id = c.id AND earlier.date <= c.date
    ASOF LEFT JOIN observation later ON later.repo = c.repo AND later.id = c.id AND later.date >= c.date
    ASOF LEFT JOIN observation before ON before.repo = c.repo AND before.date <= c.date
    ASOF LEFT JOIN observation after ON after.repo = c.repo AND after.date >= c.date
),
nearest AS (
    SELECT b.kind, b.id, b.date, b.oid, CASE WHEN b.is_earlier THEN b.date - b.earlier ELSE b.later - b.date END AS distance
    FROM (SELECT x.*, coalesce(x.date - x.earlier <= x.later - x.date, x.later IS NULL) AS is_earlier FROM beside x WHERE x.earlier IS NOT NULL OR x.later IS NOT NULL) b
    WHERE CASE WHEN b.is_earlier THEN b.id_before = b.id ELSE b.id_after = b.id END
    QUALIFY rank() OVER (PARTITION BY b.kind, b.id, b.date ORDER BY distance) = 1
),
alone AS (FROM nearest QUALIFY count(*) OVER (PARTITION BY kind, id, date) = 1),
owner AS (FROM alone QUALIFY row_number() OVER (PARTITION BY kind, oid, date ORDER BY distance, id) = 1)
SELECT t.date, t.kind, coalesce(o.oid, store.provisional_oid(t.kind, t.id)) AS oid, t.id, t.downloads, t.source
FROM truth t
LEFT JOIN owner o ON o.kind = t.kind AND o.id = t.id AND o.date = t.date;
COMMENT ON VIEW true_downloads IS 'The true downloads of a repo on a day, from the Publisher Analytics of its organization: private data of the repo''s owner. An export of all relations leaves it out.';
COMMENT ON COLUMN true_downloads.date IS 'The day of the downloads. Unit: UTC day.';
COMMENT ON COLUMN true_downloads.kind IS 'model or dataset.';
COMMENT ON COLUMN true_downloads.oid IS 'The repo''s _id, of the repo that had this name on the nearest observed day; begins with ffffffff if no or several repos may be meant.';
COMMENT ON COLUMN true_downloads.id IS 'owner/name, as the source has it.';
COMMENT ON COLUMN true_downloads.downloads IS 'Downloads on that day. Unit: downloads.';
COMMENT ON COLUMN true_downloads.source IS 'The imported source, the last one of several; see sources.';

-- A counter observed on a day counts the downloads of the days before it. The last day of a source may not be over.
CREATE OR REPLACE VIEW adoption_accuracy AS
WITH truth AS MATERIALIZED (
    SELECT t.* FROM true_downloads t JOIN (SELECT x.source, max(x.date) AS last FROM store.true_download x GROUP BY x.source) s ON s.source = t.source
    WHERE t.date < s.last
),
rated AS MATERIALIZED (
    SELECT t.date, c.kind, t.oid, r.repo, min(t.id) AS id, arg_min(t.score, t.category) AS rate, arg_min(t.score_low, t.category) AS rate_low,
        arg_min(t.score_high, t.category) AS rate_high, arg_min(t.basis, t.category) AS basis, arg_min(t.downloads_gained, t.category) AS gained,
        arg_min(t.downloads_gained_days, t.category) AS gained_days, arg_min(t.age_days, t.category) AS age_days
    FROM (SELECT x.* FROM trends x WHERE x.board = 'adoption' AND x.score_low IS NOT NULL AND x.oid IN (SELECT y.oid FROM truth y)) t
    JOIN store.category c ON c.slug = t.category
    JOIN store.repo r ON r.kind = c.kind AND r.oid = t.oid
    GROUP BY t.date, c.kind, t.oid, r.repo
),
observation AS MATERIALIZED (
    SELECT o.repo, o.date, store.hour_of(o.observed_at, k.hour) AS hour, o.downloads_all_time IS NOT NULL AS is_known, o.mark = 'corrected' AS is_corrected
    FROM store.measured_of((SELECT list(DISTINCT x.repo) FROM rated x)) o
    JOIN store.clock k ON k.kind = o.kind AND k.date = o.date
),
-- Joined by single days: for a span, DuckDB would compare all rows with all.
week AS (
    SELECT r, o.date, o.is_known, epoch(now.hour - o.hour) / 86400 AS ago,
        CASE WHEN r.age_days < 7.5 THEN CAST(now.hour - to_seconds(r.age_days * 86400) AS DATE) END AS created_on,
        max(o.date) FILTER (o.is_corrected) OVER (PARTITION BY r.repo, r.date) AS corrected
    FROM (SELECT x.*, x.date - CAST(unnest(range(9)) AS INTEGER) AS day FROM rated x) r
    JOIN observation now ON now.repo = r.repo AND now.date = r.date
    JOIN observation o ON o.repo = r.repo AND o.date = r.day
),
span AS MATERIALIZED (
    SELECT w.r.date AS board_date, w.r.kind AS kind, w.r.oid AS oid, any_value(w.r) AS r, least(min(w.date), any_value(w.created_on)) AS first_day, max(w.date) - 1 AS last_day
    FROM week w
    WHERE w.is_known AND w.date >= coalesce(w.corrected, w.date) AND w.ago <= 7.5
    GROUP BY ALL
    HAVING any_value(w.r.gained_days) > last_day - first_day + 0.25 -- nothing of the span was left out
),
spent AS (
    SELECT s.board_date, s.kind, s.oid, avg(t.downloads) AS true_rate
    FROM (SELECT x.*, x.first_day + CAST(unnest(range(x.last_day - x.first_day + 1)) AS INTEGER) AS day FROM span x) s
    JOIN truth t ON t.kind = s.kind AND t.oid = s.oid AND t.date = s.day
    GROUP BY s.board_date, s.kind, s.oid, s.first_day, s.last_day
    HAVING count(*) = s.last_day - s.first_day + 1
)
SELECT s.board_date AS date, s.kind, s.oid, s.r.id AS id, s.r.rate AS rate, s.r.rate_low AS rate_low, s.r.rate_high AS rate_high, s.r.basis AS basis,
    round(s.r.gained / s.r.gained_days, 6) AS counter_rate, round(p.true_rate, 6) AS true_rate, s.first_day, s.last_day, n.downloads AS true_downloads_next_day
FROM span s
JOIN spent p ON p.board_date = s.board_date AND p.kind = s.kind AND p.oid = s.oid
LEFT JOIN truth n ON n.kind = s.kind AND n.oid = s.oid AND n.date = s.board_date;
COMMENT ON VIEW adoption_accuracy IS 'A repo on the adoption board of a day, with its true downloads over the same days: where the true downloads of each of them are known and the board counts all of them. The last imported day of a source is not used, as it may not be over.';
COMMENT ON COLUMN adoption_accuracy.date IS 'The board''s day. Unit: UTC day.';
COMMENT ON COLUMN adoption_accuracy.kind IS 'model or dataset.';
COMMENT ON COLUMN adoption_accuracy.oid IS 'The repo''s _id. Source: _id.';
COMMENT ON COLUMN adoption_accuracy.id IS 'Its name on that day. Source: id.';
COMMENT ON COLUMN adoption_accuracy.rate IS 'Its score on the board, estimated downloads a day. Unit: downloads per day.';
COMMENT ON COLUMN adoption_accuracy.rate_low IS 'Lower end of the 90% interval of rate. Unit: downloads per day.';
COMMENT ON COLUMN adoption_accuracy.rate_high IS 'Upper end of the 90% interval of rate. Unit: downloads per day.';
COMMENT ON COLUMN adoption_accuracy.basis IS 'The observations that rate is based on; see basis in trends.';
COMMENT ON COLUMN adoption_accuracy.counter_rate IS 'Growth of the Hub''s all-time counter over the same days, as rate without its cap on single days. Unit: downloads per day.';
COMMENT ON COLUMN adoption_accuracy.true_rate IS 'Mean of the true downloads of the days from first_day to last_day. Unit: downloads per day.';
COMMENT ON COLUMN adoption_accuracy.first_day IS 'First day of the span that rate is based on. Unit: UTC day.';
COMMENT ON COLUMN adoption_accuracy.last_day IS 'Last day of that span, before the last observation. Unit: UTC day.';
COMMENT ON COLUMN adoption_accuracy.true_downloads_next_day IS 'True downloads on the board''s day, which the 90% interval predicts. Unit: downloads. NULL: not known.';
