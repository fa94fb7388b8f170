-- Public views and helper views, recreated on every change.

-- Separate from all other tables, so that nothing derived from them reveals a private repo. Here, not in schema/store,
-- so that older homes get it too.
CREATE TABLE IF NOT EXISTS store.private (date DATE, kind VARCHAR, oid VARCHAR, id VARCHAR, row VARCHAR);
COMMENT ON TABLE store.private IS 'Private repos that a token showed, if ALMANAC_PRIVATE=keep; otherwise empty. No other table, view, page or export has them.';
COMMENT ON COLUMN store.private.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.private.kind IS 'model or dataset.';
COMMENT ON COLUMN store.private.oid IS 'The Hub''s _id.';
COMMENT ON COLUMN store.private.id IS 'owner/name.';
COMMENT ON COLUMN store.private.row IS 'The raw row, JSON.';
-- Here so that older homes get it, empty.
CREATE TABLE IF NOT EXISTS store.withheld (date DATE, asset VARCHAR, part VARCHAR, reason VARCHAR);
COMMENT ON TABLE store.withheld IS 'Parts of a day that could not be computed, or failed their check, and were withheld while the rest was published.';
COMMENT ON COLUMN store.withheld.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.withheld.asset IS 'The asset it belongs to.';
COMMENT ON COLUMN store.withheld.part IS 'The part, as its check names it; all for the whole asset.';
COMMENT ON COLUMN store.withheld.reason IS 'Why it was withheld: codes with parameters, as JSON. A text in days of earlier releases.';
-- Here so that older homes get it, empty.
CREATE TABLE IF NOT EXISTS store.true_download (source VARCHAR, kind VARCHAR, id VARCHAR, date DATE, downloads BIGINT);
COMMENT ON TABLE store.true_download IS 'Imported true downloads of a repo on a day: private data of the repo''s owner, which exports leave out unless asked for.';
COMMENT ON COLUMN store.true_download.source IS 'The source''s name.';
COMMENT ON COLUMN store.true_download.kind IS 'model or dataset.';
COMMENT ON COLUMN store.true_download.id IS 'owner/name, as the source has it.';
COMMENT ON COLUMN store.true_download.date IS 'The day, UTC.';
COMMENT ON COLUMN store.true_download.downloads IS 'Downloads on that day.';

-- Here so that older homes get it, empty.
CREATE TABLE IF NOT EXISTS store.known_fault (source VARCHAR, kind VARCHAR, date DATE, state VARCHAR, counter VARCHAR);
COMMENT ON TABLE store.known_fault IS 'Days of imported sources whose counters were wrong for nearly all repos, as the source or known_days.toml says.';
COMMENT ON COLUMN store.known_fault.source IS 'The source''s name.';
COMMENT ON COLUMN store.known_fault.kind IS 'model or dataset.';
COMMENT ON COLUMN store.known_fault.date IS 'The day, UTC.';
COMMENT ON COLUMN store.known_fault.state IS 'frozen (not refreshed) or rolled_back (lower than before).';
COMMENT ON COLUMN store.known_fault.counter IS 'downloads, downloads_all_time or likes.';

-- Filling never changes what a source says itself, so that it need not be stored twice.
CREATE OR REPLACE VIEW store.sparse_description AS
SELECT s.repo, s.kind, s.version, s.by_name, $own_values -- CASE WHEN list_contains(s.own_columns, 'author') THEN d.author END AS author, …
FROM store.sparse_version s
JOIN store.description d ON d.repo = s.repo AND d.version = s.version;
COMMENT ON VIEW store.sparse_description IS 'What sources say of repos that they do not describe, or name without _id.';

-- docs/decisions/0002: rows count at the hour in which their snapshot began, much later ones at their own.
CREATE OR REPLACE VIEW store.clock AS
SELECT s.kind, s.date, date_trunc('hour', s.started_at) + INTERVAL 1 HOUR AS hour FROM store.snapshot s;
COMMENT ON VIEW store.clock IS 'The end of the hour in which each snapshot began.';

-- The days of compacted months: one row for each repo whose interval covers the day.
CREATE OR REPLACE VIEW store.expanded_interval AS
SELECT f.kind, f.date, s.repo, s.version, $counters
FROM store.compacted_day f
JOIN store.daily_interval s ON s.kind = f.kind AND s.month = f.month AND store.covers(s.first_day, s.last_day, f.date);
COMMENT ON VIEW store.expanded_interval IS 'The counters of a repo on a compacted day.';

-- Days on which a repo was observed with a version, as spans of consecutive snapshots: far fewer rows than days. Months of
-- which some snapshots are not compacted have a span for each day, since these may be in the midst of intervals.
CREATE OR REPLACE VIEW store.version_span AS
WITH mixed_month AS (
    SELECT DISTINCT s.kind, CAST(date_trunc('month', s.date) AS DATE) AS month FROM store.snapshot s ANTI JOIN store.compacted_day c ON c.kind = s.kind AND c.date = s.date
),
-- for each day of a month, the first compacted one from it on and the last one up to it
nearest_day AS (
    SELECT c.kind, c.month, CAST(n.day AS UTINYINT) AS day, min(c.date) FILTER (day(c.date) >= n.day) AS next, max(c.date) FILTER (day(c.date) <= n.day) AS previous
    FROM store.compacted_day c
    CROSS JOIN (SELECT unnest(range(1, 32)) AS day) n
    ANTI JOIN mixed_month m ON m.kind = c.kind AND m.month = c.month
    GROUP BY c.kind, c.month, n.day
)
SELECT d.kind, d.repo, d.version, d.date AS first, d.date AS last FROM store.daily d
UNION ALL
SELECT i.kind, i.repo, i.version, f.next AS first, l.previous AS last
FROM store.daily_interval i
JOIN nearest_day f ON f.kind = i.kind AND f.month = i.month AND f.day = i.first_day
JOIN nearest_day l ON l.kind = i.kind AND l.month = i.month AND l.day = i.last_day
WHERE f.next <= l.previous
UNION ALL
SELECT e.kind, e.repo, e.version, e.date AS first, e.date AS last
FROM store.expanded_interval e
JOIN mixed_month m ON m.kind = e.kind AND e.date >= m.month AND e.date < m.month + INTERVAL 1 MONTH;

CREATE OR REPLACE VIEW store.counted AS
SELECT d.kind, d.date, d.repo, d.version, $counters FROM store.daily d
UNION ALL
FROM store.expanded_interval;
COMMENT ON VIEW store.counted IS 'The counters of a repo on a day, compacted or not.';

-- Every row has a span. LEFT makes DuckDB look up spans only for the selected rows; otherwise a day named by a subquery
-- takes seconds.
CREATE OR REPLACE VIEW store.observed AS
SELECT d.kind, d.date, d.repo, d.version, d.observed_at, $counters FROM store.daily d
UNION ALL
SELECT u.kind, u.date, u.repo, u.version, a.observed_at, $counters
FROM store.expanded_interval u
LEFT JOIN store.answer a ON a.kind = u.kind AND a.date = u.date AND a.block = store.block_of(u.repo) AND u.repo BETWEEN a.from_repo AND a.to_repo;
COMMENT ON VIEW store.observed IS 'store.counted with the second of the Hub''s response.';

-- for warehouses that predate totals
ALTER TABLE store.level ADD COLUMN IF NOT EXISTS total DOUBLE;

CREATE OR REPLACE VIEW store.unsound AS SELECT l.date, l.kind, l.counter, l.positive / l.known AS share FROM store.level l WHERE l.unsound;
COMMENT ON VIEW store.unsound IS 'Counters that are implausible Hub-wide on a day and used in no derived figure. share: of repos whose counter was above 0.';

CREATE OR REPLACE VIEW store.soundness AS
SELECT s.kind, s.date, coalesce(bool_and(u.counter <> 'downloads'), true) AS downloads, coalesce(bool_and(u.counter <> 'downloads_all_time'), true) AS downloads_all_time,
    coalesce(bool_and(u.counter <> 'likes'), true) AS likes, coalesce(bool_and(u.counter <> 'trending_score'), true) AS trending_score
FROM store.snapshot s
LEFT JOIN store.unsound u ON u.kind = s.kind AND u.date = s.date
GROUP BY s.kind, s.date;
COMMENT ON VIEW store.soundness IS 'Which counters of each snapshot are usable.';

CREATE OR REPLACE VIEW store.fact AS
SELECT o.*, store.status_of(o.kind, o.downloads, o.likes, m.status, u.downloads, u.downloads_all_time, u.likes) AS status
FROM store.observed o
LEFT JOIN store.mark m ON m.date = o.date AND m.repo = o.repo
LEFT JOIN store.soundness u ON u.kind = o.kind AND u.date = o.date;
COMMENT ON VIEW store.fact IS 'A repo on a day: its counters and how they were observed.';

-- Unsound counters of featured models are NULL already.
CREATE OR REPLACE VIEW store.followed AS
WITH purged AS (FROM store.purged_of((SELECT list(x.repo) FROM store.repo x WHERE x.oid IN (SELECT y.oid FROM featured y))))
SELECT f.* REPLACE (CASE WHEN store.counts(m.status) AND f.date >= coalesce(c.date, f.date) THEN f.downloads_all_time END AS downloads_all_time, f.likes + coalesce(p.likes, 0) AS likes)
FROM featured f
LEFT JOIN store.repo r ON r.oid = f.oid AND r.kind = (SELECT c.kind FROM store.category c WHERE c.slug = f.category)
LEFT JOIN store.mark m ON m.repo = r.repo AND m.date = f.date
LEFT JOIN store.last_corrected(DATE '0001-01-01', DATE '9999-12-31') c ON c.repo = r.repo
ASOF LEFT JOIN purged p ON p.repo = r.repo AND p.date <= f.date;
COMMENT ON VIEW store.followed IS 'featured, with counters whose differences are gains: unobserved ones, and those before a correction, are NULL; removed likes are added back.';

CREATE OR REPLACE VIEW store.latest AS
WITH last AS (SELECT kind, max(date) AS date FROM store.snapshot GROUP BY kind)
SELECT d.repo, d.kind, d.date, d.version, $counters
FROM store.daily d
JOIN last l ON l.kind = d.kind AND l.date = d.date
UNION ALL
SELECT u.repo, u.kind, u.date, u.version, $counters
FROM store.expanded_interval u
JOIN last l ON l.kind = u.kind AND l.date = u.date
UNION ALL
SELECT v.repo, v.kind, v.date, v.version, $counters FROM store.vanished v;
COMMENT ON VIEW store.latest IS 'The last row of each repo.';

CREATE OR REPLACE VIEW categories AS
SELECT slug, kind, section, name_en, name_ko, description_en, description_ko, hub_url, selector, documented_on, status, note, section_en, section_ko, note_ko
FROM store.category ORDER BY position;
COMMENT ON VIEW categories IS 'A category of repos: a documented one, a preset''s or your own.';
COMMENT ON COLUMN categories.slug IS 'The category''s short name, to which other tables refer.';
COMMENT ON COLUMN categories.kind IS 'model or dataset.';
COMMENT ON COLUMN categories.section IS 'Slug of its section.';
COMMENT ON COLUMN categories.name_en IS 'Name in English.';
COMMENT ON COLUMN categories.name_ko IS 'Name in Korean.';
COMMENT ON COLUMN categories.description_en IS 'Description in English.';
COMMENT ON COLUMN categories.description_ko IS 'Description in Korean, as documented.';
COMMENT ON COLUMN categories.hub_url IS 'Its page on the Hub''s site.';
COMMENT ON COLUMN categories.selector IS 'The query parameters by which the Hub''s lists select it. NULL: every repo of its kind.';
COMMENT ON COLUMN categories.documented_on IS 'Day of the page that documents it. Unit: UTC day. NULL: your own category without a date.';
COMMENT ON COLUMN categories.status IS 'active, or discontinued if the Hub dropped it.';
COMMENT ON COLUMN categories.note IS 'A caveat. NULL: none.';
COMMENT ON COLUMN categories.note_ko IS 'The note in Korean. NULL: none.';
COMMENT ON COLUMN categories.section_en IS 'Section in English.';
COMMENT ON COLUMN categories.section_ko IS 'Section in Korean.';

CREATE OR REPLACE VIEW snapshots AS
SELECT date, kind, scope, status, started_at, finished_at, rows AS repos, pages, requests, duplicates, changed_counter_share, rejects, hub AS hub_url, source, (SELECT value = 'true' FROM store.about WHERE key = 'sample') AS sample
FROM store.snapshot;
COMMENT ON VIEW snapshots IS 'A day''s crawl of one kind of repo.';
COMMENT ON COLUMN snapshots.date IS 'The Hub''s day. Unit: UTC day.';
COMMENT ON COLUMN snapshots.kind IS 'model or dataset.';
COMMENT ON COLUMN snapshots.scope IS 'leaders, categories or hub; of an import: archive (the whole Hub) or series (some repos).';
COMMENT ON COLUMN snapshots.status IS 'ok, or limited if --limit cut the lists short or an archive''s day is known to be cut short.';
COMMENT ON COLUMN snapshots.started_at IS 'The Hub''s clock at the first response with repos of this kind. Unit: UTC.';
COMMENT ON COLUMN snapshots.finished_at IS 'The Hub''s clock at the last such response. Unit: UTC.';
COMMENT ON COLUMN snapshots.repos IS 'Repos observed. Unit: repos.';
COMMENT ON COLUMN snapshots.pages IS 'Pages of lists and details fetched for this kind. Unit: pages.';
COMMENT ON COLUMN snapshots.requests IS 'Requests of the whole crawl, of both kinds, with redirects and failed attempts. Unit: requests.';
COMMENT ON COLUMN snapshots.duplicates IS 'Rows that repeat a repo of an earlier row; lists of scope leaders overlap by design. Unit: rows.';
COMMENT ON COLUMN snapshots.changed_counter_share IS 'Share of the repos of this snapshot and the previous one whose all-time download counters differ (30-day counters where those are unknown); near 0 if the Hub did not refresh its counters. Unit: 0 to 1. NULL: no such repo, as on the first day.';
COMMENT ON COLUMN snapshots.rejects IS 'Rows rejected; see rejects. Unit: rows.';
COMMENT ON COLUMN snapshots.hub_url IS 'Address of the crawled Hub.';
COMMENT ON COLUMN snapshots.source IS 'The imported source of the day; see sources. NULL: observed by this almanac.';
COMMENT ON COLUMN snapshots.sample IS 'Whether this is invented data of the sample Hub.';

CREATE OR REPLACE VIEW rejects AS SELECT r.date, r.kind, r.listing, r.file, r.reason, r.row FROM store.reject r;
COMMENT ON VIEW rejects IS 'A rejected row of a crawl: not a JSON object, or without a valid _id or id. Excludes private repos.';
COMMENT ON COLUMN rejects.date IS 'The Hub''s day. Unit: UTC day.';
COMMENT ON COLUMN rejects.kind IS 'model or dataset.';
COMMENT ON COLUMN rejects.listing IS 'The list that contained it.';
COMMENT ON COLUMN rejects.file IS 'The spooled page with the row.';
COMMENT ON COLUMN rejects.reason IS 'Why it was rejected: not_json; not_an_object; no_oid (no _id); invalid_oid (an _id that is not 24 lower-case hexadecimal digits); no_name (no id); invalid_name (an id that is not the name of a repo).';
COMMENT ON COLUMN rejects.row IS 'The raw row, up to 1,000 characters. NULL: it was not JSON.';

CREATE OR REPLACE VIEW events AS
SELECT e.date, r.kind, r.oid, e.event, e.old, e.new FROM store.event e JOIN store.repo r ON r.repo = e.repo;
COMMENT ON VIEW events IS 'A change of a repo between two of its observations. See events_of(id) for one repo.';
COMMENT ON COLUMN events.date IS 'The Hub''s day on which it was first observed. Unit: UTC day.';
COMMENT ON COLUMN events.kind IS 'model or dataset.';
COMMENT ON COLUMN events.oid IS 'The repo''s _id. Source: _id.';
COMMENT ON COLUMN events.event IS 'appeared (observed for the first time, and created since the first snapshot that lists one of its categories or missing from an earlier complete one; not for a category new in the catalogue); disappeared (missing from a complete snapshot that would have listed it: deleted, made private, or in scope categories out of its categories; not for a category gone from the catalogue); returned; name_reused (it has a name that another repo had before); identified (its _id was first observed with a name, and earlier imported rows that have only this name are its own); renamed, license, base_models, $changing_columns (old and new value).';
COMMENT ON COLUMN events.old IS 'The old value; for disappeared its name, for name_reused the _id of the repo that had the name before, for identified the first and last day of the rows that have only its name, as first/last. NULL: appeared and returned, or the value was unknown or unset.';
COMMENT ON COLUMN events.new IS 'The new value; for appeared, returned, name_reused and identified its name. NULL: disappeared, or the value is unknown or unset.';

-- By the categories of the last description: repos seldom change theirs, and this avoids reading a whole Hub's rows.
CREATE OR REPLACE VIEW removed_likes AS
SELECT p.date, r.kind, r.oid, d.id, c.categories, p.likes
FROM store.purge p
JOIN store.repo r ON r.repo = p.repo
JOIN (SELECT x.repo, x.version, x.id FROM store.description x WHERE x.repo IN (SELECT y.repo FROM store.purge y)) d ON d.repo = r.repo AND d.version = r.last_version
LEFT JOIN (
    SELECT m.repo, m.version, list(m.category ORDER BY m.category) AS categories FROM store.member m WHERE m.repo IN (SELECT y.repo FROM store.purge y)
    GROUP BY m.repo, m.version
) c ON c.repo = r.repo AND c.version = r.last_version;
COMMENT ON VIEW removed_likes IS 'Likes that the Hub removed from a repo, as in a purge of spam: from many repos on one day, or more from one repo than people take back. Gains do not count them as losses.';
COMMENT ON COLUMN removed_likes.date IS 'The Hub''s day on which they were missing. Unit: UTC day.';
COMMENT ON COLUMN removed_likes.kind IS 'model or dataset.';
COMMENT ON COLUMN removed_likes.oid IS 'The repo''s _id. Source: _id.';
COMMENT ON COLUMN removed_likes.id IS 'owner/name, when last observed.';
COMMENT ON COLUMN removed_likes.categories IS 'Slugs of the categories it was in when last observed. NULL: none.';
COMMENT ON COLUMN removed_likes.likes IS 'Likes removed since the previous observation; negative where they came back. Unit: likes.';

CREATE OR REPLACE VIEW days AS
WITH span AS (SELECT kind, min(date) AS first, max(date) AS last FROM store.snapshot GROUP BY kind),
every AS (SELECT s.kind, CAST(unnest(generate_series(s.first, s.last, INTERVAL 1 DAY)) AS DATE) AS date FROM span s),
moved AS (
    -- in one order, since the order of adding changes the last bits
    SELECT kind, date, sum(usual * repos ORDER BY cohort) / sum(repos) FILTER (usual IS NOT NULL) AS usual, sum(stalled * repos ORDER BY cohort) / sum(repos) AS frozen_share,
        CASE WHEN bool_and(frozen) THEN ['all'] ELSE list(CASE cohort WHEN 0 THEN 'unknown' ELSE concat(cohort // 10, ' Q', cohort % 10) END ORDER BY cohort) FILTER (frozen) END AS frozen_quarters
    FROM store.cohort GROUP BY kind, date
)
SELECT e.date, e.kind,
    CASE WHEN s.date IS NULL THEN 'unobserved' WHEN NOT store.lists_all(s.scope, s.status) THEN 'partial'
        WHEN m.frozen_share > 0.5 THEN 'frozen' ELSE 'observed' END AS status,
    s.scope, s.status = 'limited' AS limited, s.rows AS repos, s.changed_counter_share, m.usual AS usual_changed_counter_share,
    CASE WHEN s.date IS NOT NULL THEN coalesce(m.frozen_share, 0) END AS frozen_share, m.frozen_quarters, u.counters AS unsound_counters, s.source
FROM every e
LEFT JOIN store.snapshot s ON s.kind = e.kind AND s.date = e.date
LEFT JOIN moved m ON m.kind = e.kind AND m.date = e.date
LEFT JOIN (SELECT x.kind, x.date, list(x.counter ORDER BY x.counter) AS counters FROM store.unsound x GROUP BY x.kind, x.date) u ON u.kind = e.kind AND u.date = e.date
ORDER BY e.date, e.kind DESC;
COMMENT ON VIEW days IS 'How the Hub was observed on each day since the first snapshot, including days without one.';
COMMENT ON COLUMN days.date IS 'The Hub''s day. Unit: UTC day.';
COMMENT ON COLUMN days.kind IS 'model or dataset.';
COMMENT ON COLUMN days.status IS 'observed (the whole Hub); partial (only leaders or the categories, or cut by --limit); frozen (the whole Hub, but most counters were not refreshed); unobserved (no snapshot).';
COMMENT ON COLUMN days.scope IS 'leaders, categories or hub; of an import: archive (the whole Hub) or series (some repos). NULL: no snapshot.';
COMMENT ON COLUMN days.limited IS 'Whether --limit cut the lists short, or an archive''s day is known to be cut short. NULL: no snapshot.';
COMMENT ON COLUMN days.repos IS 'Repos observed. Unit: repos. NULL: no snapshot.';
COMMENT ON COLUMN days.changed_counter_share IS 'Share of the repos of this snapshot and the previous one whose all-time download counters differ (30-day counters where those are unknown). Unit: 0 to 1. NULL: no snapshot, or no such repo, as on the first day.';
COMMENT ON COLUMN days.usual_changed_counter_share IS 'What changed_counter_share usually is for repos of these ages. Unit: 0 to 1. NULL: no snapshot, or too few earlier days.';
COMMENT ON COLUMN days.frozen_share IS 'Share of the compared repos whose counters the Hub did not refresh, estimated for each quarter of creation by its busy repos; 0 where none were compared. Unit: 0 to 1. NULL: no snapshot.';
COMMENT ON COLUMN days.frozen_quarters IS 'Quarters of creation in which the Hub refreshed few counters, such as 2025 Q1, or all; unknown for repos whose creation is unknown. NULL: none.';
COMMENT ON COLUMN days.unsound_counters IS 'Counters that are implausible Hub-wide that day: 0 for most repos, or a jump of their total. No figure uses them. NULL: none.';
COMMENT ON COLUMN days.source IS 'The imported source of the day; see sources. NULL: observed by this almanac, or no snapshot.';

CREATE OR REPLACE VIEW store.usable_time AS
SELECT d.kind, d.date, c.hour, u.likes, u.downloads_all_time AND coalesce(l.known > 0, d.repos = 0) AND d.frozen_share <= 0.5 AS downloads
FROM store.clock c
JOIN days d ON d.kind = c.kind AND d.date = c.date
JOIN store.soundness u ON u.kind = c.kind AND u.date = c.date
LEFT JOIN store.level l ON l.kind = c.kind AND l.date = c.date AND l.counter = 'downloads_all_time';
COMMENT ON VIEW store.usable_time IS 'Whether the likes and all-time downloads of each snapshot say what was gained, and the end of the hour in which it began.';

CREATE OR REPLACE VIEW sources AS
SELECT s.name, s.address, s.format, s.license, s.share_alike, s.attribution, s.complete, d.days, d.first_day, d.last_day, d.rows, u.used_days, s.imported_at
FROM store.source s
LEFT JOIN (
    SELECT h.source, count(DISTINCT h.date) AS days, min(h.date) AS first_day, max(h.date) AS last_day, CAST(sum(h.rows) AS BIGINT) AS rows
    FROM (SELECT a.source, a.date, a.rows FROM store.archived_day a UNION ALL SELECT t.source, t.date, 1 FROM store.true_download t) h
    GROUP BY h.source
) d ON d.source = s.name
LEFT JOIN (SELECT source, count(DISTINCT date) AS used_days FROM store.snapshot GROUP BY source) u ON u.source = s.name
ORDER BY s.name;
COMMENT ON VIEW sources IS 'An imported archive of the Hub''s past; see source of snapshots.';
COMMENT ON COLUMN sources.name IS 'Its short name, to which snapshots refer.';
COMMENT ON COLUMN sources.address IS 'Where it was read from.';
COMMENT ON COLUMN sources.format IS 'The format in which it was read.';
COMMENT ON COLUMN sources.license IS 'Its license. NULL: it names none.';
COMMENT ON COLUMN sources.share_alike IS 'Whether data made from it must be published under its license.';
COMMENT ON COLUMN sources.attribution IS 'Whom to name. NULL: nobody in particular.';
COMMENT ON COLUMN sources.complete IS 'Whether its days list the whole Hub, but for those whose snapshot is limited.';
COMMENT ON COLUMN sources.days IS 'Days that it has. Unit: days.';
COMMENT ON COLUMN sources.first_day IS 'Its first day. Unit: UTC day.';
COMMENT ON COLUMN sources.last_day IS 'Its last day. Unit: UTC day.';
COMMENT ON COLUMN sources.rows IS 'Repo-days that it has. Unit: repo-days.';
COMMENT ON COLUMN sources.used_days IS 'Days for which no own observation and no better source counts instead. Unit: days. NULL: none.';
COMMENT ON COLUMN sources.imported_at IS 'When it was last imported, by this machine''s clock. Unit: UTC.';
