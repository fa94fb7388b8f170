-- Table macros: FROM top('translation'). A name means the repo that last had it, with its history under all names. Macros read names as people
-- write them (sql/macros/names.sql) and raise on unknown ones.
CREATE OR REPLACE MACRO store.find_repos(name) AS TABLE
WITH request AS MATERIALIZED (SELECT r.id, lower(r.id) AS lower_id, r.kind FROM store.read_repo_name(name) r),
candidate AS MATERIALIZED (
    SELECT s.kind, s.repo, s.version, s.id
    FROM store.description s
    WHERE s.repo IN (SELECT n.repo FROM store.name n WHERE n.key = (SELECT store.name_key(q.id) FROM request q))
),
fitting AS (
    SELECT c.*, c.id = q.id AS exact
    FROM candidate c, request q
    WHERE lower(c.id) = q.lower_id AND coalesce(c.kind = q.kind, true)
),
-- the name in this case, else in any
holder AS (SELECT f.kind, f.id, f.repo, f.version FROM fitting f WHERE f.exact = (SELECT bool_or(x.exact) FROM fitting x)),
-- rarely more than one
reused AS (SELECT b.kind, b.id FROM holder b GROUP BY b.kind, b.id HAVING count(DISTINCT b.repo) > 1),
last_use AS (
    SELECT b.repo, b.id, max(f.date) AS last_used
    FROM holder b
    SEMI JOIN reused u ON u.kind = b.kind AND u.id = b.id
    JOIN store.counted f ON f.repo = b.repo AND f.version = b.version
    GROUP BY b.repo, b.id
)
SELECT b.kind, b.id, arg_max(b.repo, coalesce(l.last_used, DATE '0001-01-01')) AS repo
FROM holder b LEFT JOIN last_use l ON l.repo = b.repo AND l.id = b.id
GROUP BY b.kind, b.id;
COMMENT ON MACRO TABLE store.find_repos IS 'The repos that last had a name, written as owner/name or as the address of a page; another case counts if no repo has the name in this case.';

-- An empty join partner ends the scan of all names at once.
CREATE OR REPLACE MACRO store.similar_repos(name, found) AS TABLE
WITH wanted AS MATERIALIZED (SELECT k.kind, lower(r.id) AS id FROM (SELECT DISTINCT s.kind FROM store.snapshot s) k, store.read_repo_name(name) r WHERE found IS NULL)
SELECT d.id
FROM store.description d
JOIN wanted w ON w.kind = d.kind
WHERE lower(split_part(d.id, '/', 2)) = split_part(w.id, '/', -1) OR jaro_winkler_similarity(lower(d.id), w.id) > 0.88
GROUP BY d.id
ORDER BY bool_or(lower(split_part(d.id, '/', 2)) = split_part(w.id, '/', -1)) DESC, max(jaro_winkler_similarity(lower(d.id), w.id)) DESC, d.id
LIMIT 3;
COMMENT ON MACRO TABLE store.similar_repos IS 'Names of up to three repos within a typo of a name, unless it is found.';

CREATE OR REPLACE MACRO store.descriptions_by_name(name) AS TABLE
WITH found AS MATERIALIZED (FROM store.find_repos(name)),
-- one row, so that the error is raised in any query
named AS MATERIALIZED (
    SELECT CASE WHEN x.repos IS NULL THEN error('Repo ' || coalesce('''' || left(CAST(name AS VARCHAR), 200) || '''', 'NULL') || ' was never observed'
                || coalesce('; did you mean ' || (SELECT string_agg(y.id, ' or ') FROM store.similar_repos(name, (SELECT list(z.kind) FROM found z)) y) || '?', '; write it as owner/name.'))
            WHEN x.repo_count > x.kind_count THEN error('Several repos differ from ''' || left(CAST(name AS VARCHAR), 200) || ''' only in case: ' || list_aggregate(x.ids, 'string_agg', ', ') || '; write one of these.')
            ELSE x.repos END AS repos
    FROM (SELECT list(f.repo) AS repos, list_sort(list(DISTINCT f.id)) AS ids, count(DISTINCT f.repo) AS repo_count, count(DISTINCT f.kind) AS kind_count FROM found f) x
)
SELECT s.kind, s.repo, s.version, s.id
FROM store.description s
WHERE s.repo IN (SELECT unnest(n.repos) FROM named n);
COMMENT ON MACRO TABLE store.descriptions_by_name IS 'Descriptions of the repo of each kind that last had the name.';

-- Filter each table to the repos first, or DuckDB joins the whole tables.
CREATE OR REPLACE MACRO store.expand_intervals(repos, since := DATE '0001-01-01', until := DATE '9999-12-31') AS TABLE
WITH daily AS (
    SELECT s.* FROM store.daily_interval s WHERE s.repo IN (SELECT unnest(repos)) AND s.month >= date_trunc('month', CAST(since AS DATE)) AND s.month <= until
)
SELECT f.kind, f.date, s.repo, s.version, $counters
FROM daily s
JOIN store.compacted_day f ON f.kind = s.kind AND f.month = s.month AND store.covers(s.first_day, s.last_day, f.date)
WHERE f.date >= since AND f.date <= until;
COMMENT ON MACRO TABLE store.expand_intervals IS 'store.expanded_interval for a list of repos and a span of days.';

CREATE OR REPLACE MACRO store.counted_of(repos, since := DATE '0001-01-01', until := DATE '9999-12-31') AS TABLE
SELECT d.kind, d.date, d.repo, d.version, $counters
FROM store.daily d
WHERE d.repo IN (SELECT unnest(repos)) AND d.date >= since AND d.date <= until
UNION ALL
FROM store.expand_intervals(repos, since, until);
COMMENT ON MACRO TABLE store.counted_of IS 'store.counted for a list of repos and a span of days.';

CREATE OR REPLACE MACRO store.observed_of(repos, since := DATE '0001-01-01', until := DATE '9999-12-31') AS TABLE
WITH answer AS (SELECT a.* FROM store.answer a WHERE a.block IN (SELECT store.block_of(r.repo) FROM (SELECT unnest(repos) AS repo) r))
SELECT d.kind, d.date, d.repo, d.version, d.observed_at, $counters
FROM store.daily d
WHERE d.repo IN (SELECT unnest(repos)) AND d.date >= since AND d.date <= until
UNION ALL
SELECT u.kind, u.date, u.repo, u.version, a.observed_at, $counters
FROM store.expand_intervals(repos, since, until) u
LEFT JOIN answer a ON a.kind = u.kind AND a.date = u.date AND u.repo BETWEEN a.from_repo AND a.to_repo;
COMMENT ON MACRO TABLE store.observed_of IS 'store.observed for a list of repos and a span of days.';

CREATE OR REPLACE MACRO store.fact_of(repos, since := DATE '0001-01-01', until := DATE '9999-12-31') AS TABLE
WITH mark AS (SELECT m.* FROM store.mark m WHERE m.repo IN (SELECT unnest(repos)))
SELECT o.*, store.status_of(o.kind, o.downloads, o.likes, m.status, u.downloads, u.downloads_all_time, u.likes) AS status
FROM store.observed_of(repos, since, until) o
LEFT JOIN mark m ON m.repo = o.repo AND m.date = o.date
LEFT JOIN store.soundness u ON u.kind = o.kind AND u.date = o.date;
COMMENT ON MACRO TABLE store.fact_of IS 'store.fact for a list of repos and a span of days.';

-- `likes_comparable` adds back purged likes: differences are gains.
CREATE OR REPLACE MACRO store.measured_of(repos) AS TABLE
WITH observation AS (FROM store.observed_of(repos)),
mark AS (SELECT m.* FROM store.mark m WHERE m.repo IN (SELECT unnest(repos))),
purged AS (FROM store.purged_of(repos))
SELECT o.kind, o.date, o.repo, o.version, o.observed_at, CASE WHEN u.downloads AND store.counts(m.status) THEN o.downloads END AS downloads,
    CASE WHEN u.downloads_all_time AND store.counts(m.status) THEN o.downloads_all_time END AS downloads_all_time,
    CASE WHEN u.likes THEN o.likes END AS likes, CASE WHEN u.trending_score THEN o.trending_score END AS trending_score,
    CASE WHEN u.likes THEN o.likes + coalesce(p.likes, 0) END AS likes_comparable, m.status AS mark
FROM observation o
JOIN store.soundness u ON u.kind = o.kind AND u.date = o.date
LEFT JOIN mark m ON m.repo = o.repo AND m.date = o.date
ASOF LEFT JOIN purged p ON p.repo = o.repo AND p.date <= o.date;
COMMENT ON MACRO TABLE store.measured_of IS 'store.observed for a list of repos; unusable counters (frozen, rolled back, unsound) are NULL.';

CREATE OR REPLACE MACRO history_of(id) AS TABLE
WITH description AS MATERIALIZED (FROM store.descriptions_by_name(id)),
named_repo AS MATERIALIZED (SELECT DISTINCT d.repo FROM description d),
observation AS (FROM store.fact_of((SELECT list(m.repo) FROM named_repo m))),
identity AS (SELECT r.repo, r.oid FROM store.repo r WHERE r.repo IN (SELECT m.repo FROM named_repo m))
SELECT s.date, s.observed_at, s.kind, i.oid, d.id, s.downloads, s.downloads_all_time, s.likes, s.trending_score, s.status, x.source
FROM observation s
JOIN description d ON d.repo = s.repo AND d.version = s.version
JOIN identity i ON i.repo = s.repo
LEFT JOIN store.snapshot x ON x.kind = s.kind AND x.date = s.date
ORDER BY s.kind DESC, s.date;
COMMENT ON MACRO TABLE history_of IS 'Every observed day of the repo that last had the name id, across renames; columns as in model_history. id, as for every macro: owner/name in any case, a former name, or the address of a page of the repo; an error if it was never observed. Example: FROM history_of(''deepseek-ai/DeepSeek-R1'')';

-- valid over consecutive observations with it
CREATE OR REPLACE MACRO descriptions_of(id) AS TABLE
WITH named_repo AS MATERIALIZED (SELECT DISTINCT n.repo FROM store.descriptions_by_name(id) n),
observation AS (FROM store.observed_of((SELECT list(m.repo) FROM named_repo m))),
numbered_day AS (
    SELECT s.repo, s.version, s.date,
        row_number() OVER (PARTITION BY s.repo ORDER BY s.date) - row_number() OVER (PARTITION BY s.repo, s.version ORDER BY s.date) AS number
    FROM observation s
),
period AS (SELECT s.repo, s.version, min(s.date) AS from_date, max(s.date) AS to_date FROM numbered_day s GROUP BY s.repo, s.version, s.number),
description AS (SELECT d.* FROM store.description d WHERE d.repo IN (SELECT m.repo FROM named_repo m)),
identity AS (SELECT r.repo, r.oid FROM store.repo r WHERE r.repo IN (SELECT m.repo FROM named_repo m))
SELECT h.from_date, h.to_date, d.kind, i.oid, $description_columns
FROM period h
JOIN description d ON d.repo = h.repo AND d.version = h.version
JOIN identity i ON i.repo = h.repo
ORDER BY d.kind DESC, h.from_date;
COMMENT ON MACRO TABLE descriptions_of IS 'The descriptions of the repo with the name id, with the first and last day of each (from_date, to_date); other columns as in models. Example: FROM descriptions_of(''deepseek-ai/DeepSeek-R1'')';

CREATE OR REPLACE MACRO events_of(id) AS TABLE
WITH named_repo AS MATERIALIZED (SELECT DISTINCT n.repo FROM store.descriptions_by_name(id) n),
change AS (SELECT e.* FROM store.event e WHERE e.repo IN (SELECT m.repo FROM named_repo m)),
identity AS (SELECT r.repo, r.oid, r.kind FROM store.repo r WHERE r.repo IN (SELECT m.repo FROM named_repo m))
SELECT t.date, i.kind, i.oid, t.event, t.old, t.new
FROM change t
JOIN identity i ON i.repo = t.repo
ORDER BY i.kind DESC, t.date, t.event;
COMMENT ON MACRO TABLE events_of IS 'All changes of the repo that last had the name id; columns as in events. Example: FROM events_of(''deepseek-ai/DeepSeek-R1'')';

-- up to the last day
CREATE OR REPLACE MACRO days_of(id) AS TABLE
WITH description AS MATERIALIZED (FROM store.descriptions_by_name(id)),
identity AS MATERIALIZED (SELECT r.repo, r.kind, r.oid, r.first_seen FROM store.repo r WHERE r.repo IN (SELECT n.repo FROM description n)),
observation AS (
    SELECT o.*, n.id
    FROM store.fact_of((SELECT list(m.repo) FROM identity m)) o
    JOIN description n ON n.repo = o.repo AND n.version = o.version
)
SELECT d.date, d.kind, i.oid, coalesce(s.status, 'unobserved') AS status,
    CASE WHEN s.status IS NOT NULL THEN NULL
        WHEN d.status = 'unobserved' THEN 'no_snapshot'
        WHEN store.lists_all(d.scope, CASE WHEN NOT d.limited THEN 'ok' END) THEN 'not_on_hub'
        WHEN d.scope = 'categories' AND NOT d.limited THEN 'not_in_categories'
        ELSE 'not_listed' END AS reason,
    s.downloads, s.downloads_all_time, s.likes, s.id, s.observed_at, s.trending_score, d.source
FROM identity i
JOIN days d ON d.kind = i.kind AND d.date >= i.first_seen
LEFT JOIN observation s ON s.repo = i.repo AND s.date = d.date
ORDER BY d.kind DESC, d.date;
COMMENT ON MACRO TABLE days_of IS 'Every day since the first observation of the repo that last had the name id. status as in model_history, or unobserved (counters are NULL) with a reason: no_snapshot, not_on_hub (the whole Hub was listed without it), not_in_categories (in no category, or not on the Hub), not_listed (the lists did not include it). Example: FROM days_of(''deepseek-ai/DeepSeek-R1'')';

-- A gain of n days spans n x 24 hours, by snapshot hours. The counter at the start is interpolated between the
-- observations around it (`basis`). Frozen and rolled-back counters are ignored.
CREATE OR REPLACE MACRO store.gains(category, days, d) AS TABLE
WITH request AS MATERIALIZED (
    SELECT c.slug, c.kind, coalesce(CAST(d AS DATE), (SELECT max(l.date) FROM store.snapshot l)) AS day, CAST(store.require_number(days, 'days', 1, 36500, 'growth(category, days, day), risers(category, days, n, counter, day)') AS INTEGER) AS n
    FROM store.category c WHERE c.slug = store.category_slug(category)
),
clock AS MATERIALIZED (
    SELECT b.date, b.hour, f.month, s.scope, b.date = a.day AS is_now, b.hour <= now.hour - to_days(a.n) AS is_before, b.hour = now.hour - to_days(a.n) AS is_exact,
        u.likes AS likes_sound, u.downloads_all_time AS downloads_sound
    FROM request a
    JOIN store.clock now ON now.kind = a.kind AND now.date = a.day
    JOIN store.clock b ON b.kind = a.kind AND (b.date = a.day OR (b.date BETWEEN a.day - a.n - 3 AND a.day - a.n + 3 AND b.date < a.day))
    JOIN store.snapshot s ON s.kind = b.kind AND s.date = b.date
    JOIN store.soundness u ON u.kind = b.kind AND u.date = b.date
    LEFT JOIN store.compacted_day f ON f.kind = b.kind AND f.date = b.date
),
-- of the whole Hub: the last snapshot before the start and, unless that is exact, the next
near AS MATERIALIZED (
    SELECT c.date, c.hour, c.month, c.is_now, c.likes_sound, c.downloads_sound FROM clock c
    WHERE c.is_now OR EXISTS (FROM clock x WHERE x.scope NOT IN ('hub', 'archive') OR NOT x.likes_sound OR NOT x.downloads_sound) OR c.date = (SELECT max(x.date) FROM clock x WHERE x.is_before)
        OR (c.date = (SELECT min(x.date) FROM clock x WHERE NOT x.is_before) AND NOT EXISTS (FROM clock x WHERE x.is_exact))
),
member AS NOT MATERIALIZED (SELECT m.repo, m.version FROM store.member m WHERE m.category = (SELECT a.slug FROM request a)),
beside_near AS MATERIALIZED (FROM clock c WHERE c.date NOT IN (SELECT x.date FROM near x)),
-- of compacted days; hardly any
late_answer AS MATERIALIZED (
    SELECT t.date, t.block, t.from_repo, t.to_repo, t.observed_at
    FROM store.answer t
    JOIN (SELECT x.* FROM clock x WHERE x.month IS NOT NULL) c ON c.date = t.date
    WHERE t.kind = (SELECT a.kind FROM request a) AND store.came_late(t.observed_at, c.hour)
),
-- each use reads only its days
row_near AS NOT MATERIALIZED (
    SELECT o.date, o.repo, o.version, CASE WHEN c.downloads_sound THEN o.downloads_all_time END AS downloads_all_time,
        CASE WHEN c.likes_sound THEN o.likes END AS likes,
        store.hour_of(o.observed_at, c.hour) AS hour, store.came_late(o.observed_at, c.hour) AS late, c.is_now
    FROM store.daily o
    JOIN (SELECT x.* FROM near x WHERE x.month IS NULL) c ON c.date = o.date
    UNION ALL
    SELECT c.date, s.repo, s.version, CASE WHEN c.downloads_sound THEN s.downloads_all_time END, CASE WHEN c.likes_sound THEN s.likes END,
        store.hour_of(l.observed_at, c.hour), l.observed_at IS NOT NULL, c.is_now
    FROM store.daily_interval s
    JOIN (SELECT x.* FROM near x WHERE x.month IS NOT NULL) c ON c.month = s.month AND store.covers(s.first_day, s.last_day, c.date)
    LEFT JOIN late_answer l ON l.date = c.date AND l.block = store.block_of(s.repo) AND s.repo BETWEEN l.from_repo AND l.to_repo
),
-- repos without a usable counter then, or with a late row, are also looked up on adjacent days
complete AS MATERIALIZED (
    SELECT r.repo, count(*) AS days FROM row_near r SEMI JOIN member m ON m.repo = r.repo
    WHERE NOT r.is_now AND NOT r.late AND r.likes IS NOT NULL AND r.downloads_all_time IS NOT NULL AND EXISTS (FROM beside_near)
    GROUP BY r.repo
),
unobserved AS MATERIALIZED (
    SELECT m.repo FROM store.mark m JOIN near x ON x.date = m.date AND NOT x.is_now WHERE m.status <> 'corrected'
    UNION
    SELECT r.repo FROM row_near r SEMI JOIN member m ON m.repo = r.repo
    WHERE r.is_now AND EXISTS (FROM beside_near)
        AND (r.late OR r.repo NOT IN (SELECT c.repo FROM complete c WHERE c.days = (SELECT count(*) FROM near x WHERE NOT x.is_now)))
),
row AS NOT MATERIALIZED (
    FROM row_near
    UNION ALL
    SELECT o.date, o.repo, o.version, CASE WHEN c.downloads_sound THEN o.downloads_all_time END, CASE WHEN c.likes_sound THEN o.likes END,
        store.hour_of(o.observed_at, c.hour), store.came_late(o.observed_at, c.hour), c.is_now
    FROM store.daily o
    JOIN (SELECT x.* FROM beside_near x WHERE x.month IS NULL) c ON c.date = o.date
    WHERE o.repo IN (SELECT y.repo FROM unobserved y)
    UNION ALL
    SELECT c.date, s.repo, s.version, CASE WHEN c.downloads_sound THEN s.downloads_all_time END, CASE WHEN c.likes_sound THEN s.likes END,
        store.hour_of(l.observed_at, c.hour), l.observed_at IS NOT NULL, c.is_now
    FROM store.daily_interval s
    JOIN (SELECT x.* FROM beside_near x WHERE x.month IS NOT NULL) c ON c.month = s.month AND store.covers(s.first_day, s.last_day, c.date)
    LEFT JOIN late_answer l ON l.date = c.date AND l.block = store.block_of(s.repo) AND s.repo BETWEEN l.from_repo AND l.to_repo
    WHERE s.repo IN (SELECT y.repo FROM unobserved y)
),
-- purged likes are not a loss
purged AS MATERIALIZED (
    FROM store.purged_after((SELECT list(c.date) FROM clock c WHERE NOT c.is_now), (SELECT a.day FROM request a))
),
now AS MATERIALIZED (
    SELECT r.repo, r.version, r.likes, r.downloads_all_time, coalesce(k.status, 'observed') AS status,
        CASE WHEN store.counts(k.status) THEN r.downloads_all_time END AS counted,
        r.hour, r.hour - to_days(a.n) AS since, a.kind, a.n,
        (SELECT count(*) FROM near x WHERE NOT x.is_now) = 1 AND r.repo NOT IN (SELECT y.repo FROM unobserved y) AS alone
    FROM (SELECT x.* FROM row x SEMI JOIN member y ON y.repo = x.repo WHERE x.is_now) r
    JOIN member m ON m.repo = r.repo AND m.version = r.version
    LEFT JOIN store.mark k ON k.date = r.date AND k.repo = r.repo
    CROSS JOIN request a
),
-- the day's own observation may be the next after the start
past AS NOT MATERIALIZED (
    SELECT n.*, CASE WHEN store.counts(k.status) THEN r.downloads_all_time END AS counted_then, r.hour AS hour_then,
        r.likes - coalesce(p.likes, 0) AS likes_then,
        CASE WHEN hour_then <= n.since AND counted_then IS NOT NULL THEN r.date END AS from_date,
        CASE WHEN hour_then <= n.since THEN likes_then END AS likes_0, CASE WHEN hour_then <= n.since AND likes_then IS NOT NULL THEN hour_then END AS likes_at_0,
        CASE WHEN hour_then >= n.since THEN likes_then END AS likes_1, CASE WHEN hour_then >= n.since AND likes_then IS NOT NULL THEN hour_then END AS likes_at_1,
        CASE WHEN hour_then <= n.since THEN counted_then END AS counted_0, CASE WHEN hour_then <= n.since AND counted_then IS NOT NULL THEN hour_then END AS counted_at_0,
        CASE WHEN hour_then >= n.since THEN counted_then END AS counted_1, CASE WHEN hour_then >= n.since AND counted_then IS NOT NULL THEN hour_then END AS counted_at_1
    FROM now n
    LEFT JOIN (SELECT x.* FROM row x WHERE NOT x.is_now) r ON r.repo = n.repo
    LEFT JOIN store.mark k ON k.date = r.date AND k.repo = r.repo
    LEFT JOIN purged p ON p.date = r.date AND p.repo = r.repo
),
-- MATERIALIZED: streaming such a UNION deadlocks DuckDB 1.5 (its issue 22215)
beside AS MATERIALIZED (
    SELECT p.* EXCLUDE (counted_then, hour_then, likes_then) FROM past p WHERE p.alone
    UNION ALL BY NAME
    SELECT n.*, b.* EXCLUDE (repo)
    FROM now n
    JOIN (
        SELECT p.repo, max(p.from_date) AS from_date, arg_max(p.likes_0, p.likes_at_0) AS likes_0, max(p.likes_at_0) AS likes_at_0,
            arg_min(p.likes_1, p.likes_at_1) AS likes_1, min(p.likes_at_1) AS likes_at_1, arg_max(p.counted_0, p.counted_at_0) AS counted_0,
            max(p.counted_at_0) AS counted_at_0, arg_min(p.counted_1, p.counted_at_1) AS counted_1, min(p.counted_at_1) AS counted_at_1
        FROM past p WHERE NOT p.alone
        GROUP BY p.repo
    ) b USING (repo)
),
corrected AS (FROM store.last_corrected((SELECT a.day - a.n - 4 FROM request a), (SELECT a.day FROM request a))),
-- few repos
newborn AS (
    SELECT d.repo, d.version, d.created_at FROM store.description d WHERE d.created_at >= (SELECT a.day - a.n FROM request a)
),
bounds AS (
    SELECT b.* REPLACE (
            coalesce(b.likes_1, b.likes) AS likes_1, coalesce(b.likes_at_1, CASE WHEN b.likes IS NOT NULL THEN b.hour END) AS likes_at_1,
            coalesce(b.counted_1, b.counted) AS counted_1, coalesce(b.counted_at_1, CASE WHEN b.counted IS NOT NULL THEN b.hour END) AS counted_at_1
        ),
        coalesce(t.created_at >= b.since, false) AS young,
        CASE WHEN young THEN round((epoch(b.hour) - epoch(t.created_at)) / 86400, 3) ELSE b.n END AS span, coalesce(x.date > coalesce(b.from_date, DATE '0001-01-01'), false) AS broken
    FROM beside b
    LEFT JOIN newborn t ON t.repo = b.repo AND t.version = b.version
    LEFT JOIN corrected x ON x.repo = b.repo
)
SELECT t.kind, t.repo, t.version, CAST(t.span AS DOUBLE) AS days, t.likes, t.downloads_all_time,
    CASE WHEN t.young THEN t.likes ELSE t.likes - store.value_at(epoch(t.since), t.likes_0, epoch(t.likes_at_0), t.likes_1, epoch(t.likes_at_1)) END AS likes_gained,
    CASE WHEN t.broken THEN NULL WHEN t.young THEN t.counted
        ELSE t.counted - store.value_at(epoch(t.since), t.counted_0, epoch(t.counted_at_0), t.counted_1, epoch(t.counted_at_1)) END AS downloads_gained,
    CASE WHEN downloads_gained IS NULL AND likes_gained IS NULL THEN NULL WHEN t.young THEN 'since_creation'
        WHEN t.counted_at_0 = t.counted_at_1 THEN 'observed' ELSE 'interpolated' END AS basis,
    CASE WHEN downloads_gained IS NOT NULL THEN NULL WHEN t.status = 'frozen' THEN 'frozen'
        WHEN t.status = 'rolled_back' THEN 'rolled_back' WHEN t.broken THEN 'corrected' WHEN NOT (SELECT bool_and(x.downloads_sound) FROM near x WHERE x.is_now) THEN 'unsound'
        WHEN t.counted IS NULL THEN 'no_counter'
        ELSE 'not_observed' END AS reason
FROM bounds t;
COMMENT ON MACRO TABLE store.gains IS 'growth with internal repo numbers.';

-- `guessed`: the counter `days` before is interpolated. `broken`: corrected in between, so no gain. store.measured_of
-- makes unusable counters NULL.
CREATE OR REPLACE MACRO store.gains_of(repos, spans, since, until) AS TABLE
WITH description AS (SELECT x.repo, x.version, x.created_at FROM store.description x WHERE x.repo IN (SELECT unnest(repos))),
observation AS MATERIALIZED (
    SELECT o.repo, o.date, o.likes_comparable AS likes, o.likes AS all_likes, o.downloads, o.downloads_all_time, coalesce(o.mark = 'corrected', false) AS corrected,
        d.created_at, store.hour_of(o.observed_at, c.hour) AS hour
    FROM store.measured_of(repos) o
    JOIN store.clock c ON c.kind = o.kind AND c.date = o.date
    JOIN description d ON d.repo = o.repo AND d.version = o.version
    WHERE o.date >= CAST(since AS DATE) - list_max(spans) - 3 AND o.date <= until
),
point AS (
    SELECT s.repo, s.date, s.hour, unnest([{counter: 'downloads', value: s.downloads}, {counter: 'downloads_all_time', value: s.downloads_all_time},
        {counter: 'likes', value: s.likes}], recursive := true)
    FROM observation s
),
span AS (SELECT unnest(spans) AS days),
request AS (
    SELECT p.repo, p.date, p.counter, p.value, x.days, p.hour - to_days(x.days) AS moment, now.created_at,
        CASE p.counter WHEN 'likes' THEN now.all_likes ELSE p.value END AS all_value
    FROM point p
    JOIN observation now ON now.repo = p.repo AND now.date = p.date
    CROSS JOIN span x
    WHERE p.date >= since
),
beside AS (
    SELECT a.repo, a.date, a.counter, a.days, any_value(a.value) AS value, any_value(a.all_value) AS all_value, any_value(a.created_at >= a.moment) AS young,
        arg_max(p.value, p.hour) FILTER (p.hour <= a.moment) AS value_0, max(p.hour) FILTER (p.hour <= a.moment) AS hour_0,
        arg_min(p.value, p.hour) FILTER (p.hour >= a.moment) AS value_1, min(p.hour) FILTER (p.hour >= a.moment) AS hour_1,
        any_value(a.moment) AS moment
    FROM request a
    LEFT JOIN point p ON p.repo = a.repo AND p.counter = a.counter AND p.value IS NOT NULL
        AND (p.date = a.date OR p.date BETWEEN a.date - a.days - 3 AND least(a.date - a.days + 3, a.date))
    GROUP BY a.repo, a.date, a.counter, a.days
),
broken AS (
    SELECT DISTINCT b.repo, b.date, b.counter, b.days
    FROM beside b JOIN observation s ON s.repo = b.repo AND s.corrected AND s.hour > coalesce(b.hour_0, TIMESTAMP '0001-01-01') AND s.date <= b.date
    WHERE b.counter <> 'likes'
)
SELECT b.repo, b.date, b.counter, b.days, b.value, f.days IS NOT NULL AS broken, b.hour_0 IS DISTINCT FROM b.hour_1 AND NOT b.young AS guessed,
    CASE WHEN f.days IS NOT NULL OR b.value IS NULL THEN NULL WHEN b.young THEN b.all_value
        ELSE CAST(round(b.value - store.value_at(epoch(b.moment), b.value_0, epoch(b.hour_0), b.value_1, epoch(b.hour_1))) AS BIGINT) END AS gained
FROM beside b
LEFT JOIN broken f ON f.repo = b.repo AND f.date = b.date AND f.counter = b.counter AND f.days = b.days;
COMMENT ON MACRO TABLE store.gains_of IS 'Gains per counter, observed day and number of days, for a list of repos.';

CREATE OR REPLACE MACRO growth(category, days := 7, day := NULL) AS TABLE
SELECT g.kind, r.oid, s.id, g.days, g.likes, g.downloads_all_time, CAST(round(g.likes_gained) AS BIGINT) AS likes_gained,
    CAST(round(g.downloads_gained) AS BIGINT) AS downloads_gained, g.basis, g.reason
FROM store.gains(category, days, day) g
JOIN store.repo r ON r.repo = g.repo
JOIN store.description s ON s.repo = g.repo AND s.version = g.version;
COMMENT ON MACRO TABLE growth IS 'Likes and downloads that the members of a category (slug, name, alias, or its page on the Hub, as for every macro) gained in exactly the given number of days (default 7) before a day (default: the last): likes_gained and downloads_gained, NULL if unknown. days: the span; for a younger repo, its age. basis: since_creation (all since it was created), observed (all-time downloads were observed exactly that long before) or interpolated. reason: why downloads_gained is NULL: frozen (the Hub did not refresh its counter that day), rolled_back (its counter is below its previous high), corrected (in between), unsound (the Hub''s counters collapsed that day), no_counter (the response lacks it) or not_observed (that many days before). likes and downloads_all_time are those of that day. Example: FROM growth(''translation'', 3)';

-- DuckDB skips other repos' rows with a Bloom filter if two tables are joined by one column and the smaller has a
-- filter: hence `rank <= n`, and the separate join by version.
CREATE OR REPLACE MACRO risers(category, days := 7, n := 100, counter := 'downloads', day := NULL) AS TABLE
WITH first AS MATERIALIZED (
    SELECT g.*, row_number() OVER () AS rank
    FROM (
        FROM store.gains(category, days, day) x
        ORDER BY CASE store.require_choice(store.find_counter(counter), counter, 'counter', $counter_names, 'risers(category, days, n, counter, day)')
            WHEN 'downloads' THEN x.downloads_gained ELSE x.likes_gained END DESC NULLS LAST, x.downloads_all_time DESC NULLS LAST, x.repo
        LIMIT (SELECT store.require_number(n, 'n', 0, 1000000000, 'risers(category, days, n, counter, day)'))
    ) g
),
top_row AS NOT MATERIALIZED (SELECT f.* FROM first f WHERE f.rank <= store.require_number(n, 'n', 0, 1000000000, 'risers(category, days, n, counter, day)'))
SELECT f.rank, f.kind, r.oid, s.id, f.days, f.likes, f.downloads_all_time, CAST(round(f.likes_gained) AS BIGINT) AS likes_gained,
    CAST(round(f.downloads_gained) AS BIGINT) AS downloads_gained, f.basis, f.reason
FROM top_row f
JOIN store.repo r ON r.repo = f.repo
JOIN (SELECT x.repo, x.version, x.id FROM store.description x SEMI JOIN top_row y ON y.repo = x.repo) s ON s.repo = f.repo AND s.version = f.version
ORDER BY f.rank;
COMMENT ON MACRO TABLE risers IS 'The n members of a category that gained the most in the given number of days (default 7) before a day (default: the last), ranked by downloads_gained or, with counter := ''likes'', by likes_gained; other columns as in growth. Example: FROM risers(''translation'', 3, n := 10)';

-- A crawl of leaders may find old repos only now.
CREATE OR REPLACE MACRO store.entry(days, day, first_day, first_seen, age_days) AS
CASE WHEN first_day < day - days THEN 'returned'
    WHEN first_seen > day - days AND age_days <= days + 1 THEN 'new'
    WHEN first_seen > day - days THEN 'first_observed'
    ELSE 'entered' END;
COMMENT ON MACRO store.entry IS 'How a repo entered a board: returned (had a rank earlier), new (created and first observed since), first_observed (first observed since, but older), entered (observed before, without a rank).';

-- A view's ranks are exact: all higher ranks are kept.
CREATE OR REPLACE MACRO top(category, board := 'attention', n := 20, view := 'all', day := NULL) AS TABLE
WITH request AS MATERIALIZED (
    SELECT store.category_slug(category) AS category, store.require_board(CASE WHEN store.number(board) IS NULL THEN CAST(board AS VARCHAR) WHEN store.number(n) IS NULL THEN CAST(n AS VARCHAR) ELSE $main_board END) AS board,
        store.require_number(coalesce(CAST(store.number(board) AS VARCHAR), CAST(n AS VARCHAR)), 'n', 0, 1000000000, 'top(category, board, n, view, day)') AS n, store.require_choice(store.find_view(view), view, 'view', $view_names, 'top(category, board, n, view, day)') AS view,
        coalesce(CAST(day AS DATE), (SELECT max(l.date) FROM trends l)) AS day
),
standing AS (
    SELECT t.*, coalesce(f.root_model, t.id) AS root_model,
        coalesce(t.base_relation, f.base_relation, CASE WHEN f.base_model IS NOT NULL THEN 'derivative' END) AS known_relation
    FROM trends t
    LEFT JOIN families f ON f.oid = t.oid
    WHERE t.date = (SELECT a.day FROM request a) AND t.category = (SELECT a.category FROM request a) AND t.board = (SELECT a.board FROM request a)
),
candidate AS (
    SELECT s.*, row_number() OVER (ORDER BY s.rank) AS view_rank
    FROM (
        SELECT x.*
        FROM standing x, request a
        WHERE CASE a.view WHEN 'originals' THEN x.known_relation IS NULL WHEN 'derivatives' THEN x.known_relation IS NOT NULL ELSE true END
        QUALIFY a.view <> 'families' OR row_number() OVER (PARTITION BY x.root_model ORDER BY x.rank) = 1
    ) s
),
top_row AS MATERIALIZED (FROM candidate k WHERE k.view_rank <= (SELECT a.n FROM request a)),
past AS (
    SELECT t.oid, count(*) AS days_on_board, min(t.rank) AS best_rank, min(t.date) AS first_day_on_board
    FROM trends t
    WHERE t.category = (SELECT a.category FROM request a) AND t.board = (SELECT a.board FROM request a) AND t.oid IN (SELECT s.oid FROM top_row s) AND t.date <= (SELECT max(s.date) FROM top_row s)
    GROUP BY t.oid
),
board_day AS (
    SELECT t.date FROM trends t
    WHERE t.category = (SELECT a.category FROM request a) AND t.board = (SELECT a.board FROM request a) AND t.rank = 1 AND t.date <= (SELECT max(s.date) FROM top_row s)
),
top10_day AS (
    SELECT t.oid, t.date FROM trends t
    WHERE t.category = (SELECT a.category FROM request a) AND t.board = (SELECT a.board FROM request a) AND t.rank <= 10 AND t.oid IN (SELECT s.oid FROM top_row s) AND t.date <= (SELECT max(s.date) FROM top_row s)
),
-- days without a board do not end a stay in the top 10
last_day_below AS (
    SELECT r.oid, max(b.date) AS date
    FROM (SELECT DISTINCT x.oid FROM top10_day x) r
    CROSS JOIN board_day b
    LEFT JOIN top10_day i ON i.oid = r.oid AND i.date = b.date
    WHERE i.oid IS NULL
    GROUP BY r.oid
),
top10 AS (
    SELECT i.oid, count(*) AS top10_days, min(i.date) FILTER (e.date IS NULL OR i.date > e.date) AS top10_since
    FROM top10_day i
    LEFT JOIN last_day_below e ON e.oid = i.oid
    GROUP BY i.oid
),
identity AS (
    SELECT r.oid, min(r.first_seen) AS first_seen FROM store.repo r
    WHERE r.oid IN (SELECT s.oid FROM top_row s) AND r.kind = (SELECT documented.kind FROM store.category documented WHERE documented.slug = (SELECT a.category FROM request a))
    GROUP BY r.oid
),
-- entry_1d and entry_7d need a board of that day
earlier_board AS (
    SELECT DISTINCT t.date FROM trends t
    WHERE t.category = (SELECT a.category FROM request a) AND t.board = (SELECT a.board FROM request a) AND t.rank = 1
        AND (t.date = (SELECT max(s.date) - 1 FROM top_row s) OR t.date = (SELECT max(s.date) - 7 FROM top_row s))
)
SELECT s.view_rank, s.rank, s.id, s.score, s.score_low, s.score_high, s.rank_1d_ago, s.rank_7d_ago, s.rank_30d_ago, s.basis, s.likes, s.likes_1d,
    CASE WHEN s.likes_7d_basis = '7d' THEN CAST(round(s.likes_7d) AS BIGINT) END AS likes_7d, s.downloads, s.downloads_gained, s.largest_step_share,
    s.known_relation AS base_relation, s.root_model, p.days_on_board, p.best_rank, p.first_day_on_board, s.date, s.oid,
    CASE WHEN s.rank_1d_ago IS NULL AND d.date IS NOT NULL THEN store.entry(1, s.date, p.first_day_on_board, i.first_seen, s.age_days) END AS entry_1d,
    CASE WHEN s.rank_7d_ago IS NULL AND w.date IS NOT NULL THEN store.entry(7, s.date, p.first_day_on_board, i.first_seen, s.age_days) END AS entry_7d,
    o.top10_since, coalesce(o.top10_days, 0) AS top10_days, s.age_days, s.trending_score
FROM top_row s
JOIN past p ON p.oid = s.oid
LEFT JOIN top10 o ON o.oid = s.oid
LEFT JOIN identity i ON i.oid = s.oid
-- not IN: in a lateral call, DuckDB 1.5 takes the days of one call for those of all
LEFT JOIN earlier_board d ON d.date = s.date - 1
LEFT JOIN earlier_board w ON w.date = s.date - 7
ORDER BY s.view_rank;
COMMENT ON MACRO TABLE top IS 'The top n of a category''s board on a day (default: the last). Arguments in order: category, board, n, view, day; a number in the place of board is n, as in top(''translation'', 5). view := ''originals'', ''derivatives'' or ''families'' (the top model of each family). view_rank counts these from 1, rank is the board''s; days_on_board, best_rank and first_day_on_board count its kept ranks up to that day, in this home only; top10_days are its days in the top 10 of the board, top10_since the first day of its current stay there (days without a board do not end a stay), NULL if it is below; entry_1d and entry_7d say how it entered the board if rank_1d_ago or rank_7d_ago is NULL: new (created and first observed since), first_observed (older), returned (had a kept rank earlier) or entered, NULL without a board then; base_relation is derivative if only a base model is known; root_model as in families; likes_7d are the likes gained in exactly 7 days, NULL if not observed; other columns as in trends. Example: FROM top(''translation'', n := 10)';

CREATE OR REPLACE MACRO why(category, board, id) AS TABLE
WITH request AS MATERIALIZED (
    SELECT store.category_slug(category) AS category, store.require_choice(store.find_board(board), board, 'board', $board_names, 'why(category, board, id)') AS board
),
named_repo AS MATERIALIZED (SELECT DISTINCT n.repo FROM store.descriptions_by_name(id) n),
identity AS (SELECT r.oid FROM store.repo r WHERE r.repo IN (SELECT m.repo FROM named_repo m)),
places AS (
    SELECT row_number() OVER (ORDER BY t.date DESC) AS ago, [
        {number: 1, part: 'date', value: CAST(t.date AS VARCHAR)},
        {number: 2, part: 'rank', value: CAST(t.rank AS VARCHAR)},
        {number: 3, part: 'score', value: format('{:.2f}', t.score)},
        {number: 4, part: '90% interval', value: format('{:.2f} to {:.2f}', t.score_low, t.score_high)},
        {number: 5, part: 'basis', value: t.basis},
        {number: 6, part: 'likes gained since the previous observation', value: CAST(t.likes_since_previous AS VARCHAR)},
        {number: 7, part: 'hours between those observations', value: CAST(round(t.days_since_previous * 24, 1) AS VARCHAR)},
        {number: 8, part: 'likes gained in 7 days' || CASE t.likes_7d_basis WHEN 'hub' THEN ', by the trending score' WHEN 'part' THEN ', as far as observed' ELSE '' END, value: CAST(round(t.likes_7d, 1) AS VARCHAR)},
        {number: 9, part: 'likes expected in 7 days', value: CAST(round(t.expected_likes_7d, 1) AS VARCHAR)},
        {number: 10, part: 'false discovery rate', value: format('{:.4f}', t.false_discovery_rate)},
        {number: 11, part: 'likes gained in up to 28 days', value: CAST(round(t.likes_28d, 1) AS VARCHAR)},
        {number: 12, part: 'likes', value: CAST(t.likes AS VARCHAR)},
        {number: 13, part: 'downloads gained in the week', value: CAST(t.downloads_gained AS VARCHAR)},
        {number: 14, part: 'days in which these were gained', value: CAST(round(t.downloads_gained_days, 2) AS VARCHAR)},
        {number: 15, part: 'largest share of the week in one step', value: format('{:.0f}%', t.largest_step_share * 100)},
        {number: 16, part: 'age in days', value: CAST(round(t.age_days, 1) AS VARCHAR)},
        {number: 17, part: 'trending score of the Hub', value: CAST(t.trending_score AS VARCHAR)},
        {number: 18, part: 'downloads in 30 days', value: CAST(t.downloads AS VARCHAR)},
        {number: 19, part: 'relation to its base model', value: t.base_relation}
    ] AS parts
    FROM trends t
    WHERE t.category = (SELECT a.category FROM request a) AND t.board = (SELECT a.board FROM request a) AND t.oid IN (SELECT i.oid FROM identity i)
),
parts AS (SELECT p.ago, unnest(p.parts, recursive := true) FROM places p WHERE p.ago <= 2)
SELECT q.part, max(q.value) FILTER (q.ago = 1) AS now, max(q.value) FILTER (q.ago = 2) AS before
FROM parts q
GROUP BY q.number, q.part
HAVING now IS NOT NULL OR before IS NOT NULL
ORDER BY q.number;
COMMENT ON MACRO TABLE why IS 'What a repo''s rank on a board is based on: one row per part, as text, on its last day on the board (now) and the previous one (before). Example: FROM why(''text-generation'', ''attention'', ''deepseek-ai/DeepSeek-R1'')';
