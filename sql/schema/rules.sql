-- Rules that several queries share.

-- docs/decisions/0002: rows count at the hour in which their snapshot began (store.clock), much later ones at their
-- own.
CREATE OR REPLACE MACRO store.came_late(observed_at, hour) AS coalesce(observed_at >= hour + INTERVAL 2 HOUR, false);
COMMENT ON MACRO store.came_late IS 'Whether a row arrived so long after its snapshot began (store.clock) that it counts at its own hour.';

CREATE OR REPLACE MACRO store.hour_of(observed_at, hour) AS
CASE WHEN store.came_late(observed_at, hour) THEN date_trunc('hour', observed_at) + INTERVAL 1 HOUR ELSE hour END;
COMMENT ON MACRO store.hour_of IS 'The hour at which a row of a snapshot counts.';

-- Of imports, archives list the whole Hub.
CREATE OR REPLACE MACRO store.lists_all(scope, status) AS scope IN ('hub', 'archive') AND status = 'ok';
COMMENT ON MACRO store.lists_all IS 'Whether a snapshot lists the whole Hub, so that an absence has a meaning.';

-- What a category's list has; testing the first filter alone is many times faster.
CREATE OR REPLACE MACRO store.selects(selected_tag, selected_author, filters, pipeline_tag, author, tags) AS
(selected_tag IS NULL OR pipeline_tag = selected_tag)
AND (selected_author IS NULL OR lower(author) = lower(selected_author))
AND (len(filters) = 0 OR (list_contains(tags, filters[1]) AND list_has_all(tags, filters)));
COMMENT ON MACRO store.selects IS 'Whether a category''s selector (pipeline_tag, author, filters) selects a description with this task, author and tags.';

-- A form that is equal for selectors of the same repos.
CREATE OR REPLACE MACRO store.selector(pipeline_tag, author, filters) AS
{'pipeline_tag': CAST(pipeline_tag AS VARCHAR), 'author': lower(CAST(author AS VARCHAR)), 'filters': list_sort(list_distinct(CAST(filters AS VARCHAR[])))};
COMMENT ON MACRO store.selector IS 'A category''s selector as store.snapshot has it.';

-- Of whole-Hub crawls and imports, whatever they list is their own; of other crawls, the categories' lists (covered).
CREATE OR REPLACE MACRO store.own_list(scope, source) AS coalesce(source, CASE WHEN scope = 'hub' THEN 'hub' END);
COMMENT ON MACRO store.own_list IS 'What a snapshot lists besides categories: hub, or its imported source. NULL: nothing.';

-- A repo of which only the name is known has an oid that no _id has: it would be of 2106.
CREATE OR REPLACE MACRO store.provisional_oid(kind, id) AS 'ffffffff' || md5(kind || ' ' || id)[:16];
COMMENT ON MACRO store.provisional_oid IS 'The oid of a repo of which only the name is known.';
CREATE OR REPLACE MACRO store.is_provisional(oid) AS starts_with(oid, 'ffffffff');
COMMENT ON MACRO store.is_provisional IS 'Whether only the name of a repo is known, not its _id.';

-- An _id begins with the second of creation, used where the Hub gives no creation date or one in the future.
CREATE OR REPLACE MACRO store.born(created_at, oid, hour) AS
CASE WHEN created_at < hour THEN created_at
    WHEN make_timestamp(TRY_CAST('0x' || oid[:8] AS BIGINT) * 1000000) < hour THEN make_timestamp(TRY_CAST('0x' || oid[:8] AS BIGINT) * 1000000) END;
COMMENT ON MACRO store.born IS 'When a repo was created; NULL where unknown at the hour.';

CREATE OR REPLACE MACRO store.cohort_of(created_at) AS CAST(CASE WHEN year(created_at) BETWEEN 2000 AND 2999 THEN 10 * year(created_at) + quarter(created_at) ELSE 0 END AS INTEGER);
COMMENT ON MACRO store.cohort_of IS 'Year and quarter of creation, as store.cohort has it.';

-- A row of store.daily_interval covers the compacted days (store.compacted_day) from its first to its last.
CREATE OR REPLACE MACRO store.covers(first_day, last_day, date) AS day(date) BETWEEN first_day AND last_day;
COMMENT ON MACRO store.covers IS 'Whether a row of store.daily_interval covers a day of its month.';

CREATE OR REPLACE MACRO store.block_of(repo) AS repo >> 10;
COMMENT ON MACRO store.block_of IS 'The block of repos that store.answer is indexed by.';

-- The order that compresses best (store.daily): by 2^stretch repos, models before datasets, bits of the counter, repo.
-- A single number sorts faster.
CREATE OR REPLACE MACRO store.storage_key(kind, repo, downloads_all_time, downloads, stretch) AS
((repo >> stretch) * 256 + CASE kind WHEN 'dataset' THEN 128 ELSE 0 END
    + CAST(log2(coalesce(downloads_all_time, downloads, 0) + 1) AS BIGINT)) * 4294967296 + repo;
COMMENT ON MACRO store.storage_key IS 'Sort key of the rows of a day or month.';

CREATE OR REPLACE MACRO store.counts(mark) AS coalesce(mark = 'corrected', true);
COMMENT ON MACRO store.counts IS 'Whether a download counter with this mark (NULL: none) is an observation; frozen and rolled-back ones are not.';

-- Only counters that the Hub gives for the kind. $kinds_of_counters: MAP {'downloads': ['model', 'dataset'], …}
CREATE OR REPLACE MACRO store.has_counter(kind, counter) AS coalesce(list_contains(($kinds_of_counters)[counter], kind), false);
COMMENT ON MACRO store.has_counter IS 'Whether the Hub gives a counter for repos of a kind.';

CREATE OR REPLACE MACRO store.status_of(kind, downloads, likes, mark, sound_downloads, sound_all_time, sound_likes) AS
CASE WHEN (downloads IS NULL AND store.has_counter(kind, 'downloads')) OR likes IS NULL THEN 'partial' WHEN NOT coalesce(sound_downloads AND sound_all_time AND sound_likes, true) THEN 'unsound' ELSE coalesce(mark, 'observed') END;
COMMENT ON MACRO store.status_of IS 'The status of a row, from its mark and the soundness of the day''s counters: see the view model_history.';

CREATE OR REPLACE MACRO store.value_at(moment, value_0, moment_0, value_1, moment_1) AS
CASE WHEN moment_0 = moment_1 THEN CAST(value_0 AS DOUBLE) ELSE value_0 + (value_1 - value_0) * CAST(moment - moment_0 AS DOUBLE) / (moment_1 - moment_0) END;
COMMENT ON MACRO store.value_at IS 'A counter at a moment, interpolated between the observations on both sides; moments are numbers of any one unit.';

-- Removed likes are no loss: they are added to later counts or subtracted from earlier ones.
CREATE OR REPLACE MACRO store.purged_of(repos) AS TABLE
SELECT p.repo, p.date, CAST(sum(p.likes) OVER (PARTITION BY p.repo ORDER BY p.date) AS BIGINT) AS likes
FROM store.purge p
WHERE p.repo IN (SELECT unnest(repos));
COMMENT ON MACRO TABLE store.purged_of IS 'Likes purged from each of some repos up to each purge; one row per repo and day of a purge.';

CREATE OR REPLACE MACRO store.purged_after(dates, until) AS TABLE
SELECT d.date, p.repo, CAST(sum(p.likes) AS BIGINT) AS likes
FROM (SELECT unnest(dates) AS date) d
JOIN store.purge p ON p.date > d.date AND p.date <= until
GROUP BY d.date, p.repo;
COMMENT ON MACRO TABLE store.purged_after IS 'Likes purged from each repo after each of some days, up to another day.';

CREATE OR REPLACE MACRO store.last_corrected(after, until) AS TABLE
SELECT m.repo, max(m.date) AS date FROM store.mark m WHERE m.status = 'corrected' AND m.date > after AND m.date <= until GROUP BY m.repo;
COMMENT ON MACRO TABLE store.last_corrected IS 'The last day between two days on which a repo''s all-time counter was corrected; earlier values are not comparable with it.';

-- An aggregate over observations before `day`; two observations give the value at a moment between them. A week ago is
-- known from observations within three days of it, or else up to the day itself, as in store.gains.
CREATE OR REPLACE MACRO store.anchors(seen, ago, date, day) AS {
    day: arg_min(seen, abs(ago - 1)) FILTER (ago BETWEEN 0.5 AND 3.5),
    within_1: arg_max(seen, ago) FILTER (ago BETWEEN 0 AND 1),
    beyond_1: arg_min(seen, ago) FILTER (ago >= 1 AND date >= day - 4),
    within_7: CASE WHEN arg_min(seen, ago) FILTER (ago >= 7 AND date >= day - 10) IS NULL OR arg_max(date, ago) FILTER (ago <= 7) <= day - 4
        THEN arg_max(seen, ago) FILTER (ago <= 7) END,
    beyond_7: arg_min(seen, ago) FILTER (ago >= 7 AND date >= day - 10),
    oldest: arg_max(seen, ago) FILTER (ago <= 28.5)
};
COMMENT ON MACRO store.anchors IS 'The observations `seen` (structs), each `ago` days before a day, that gains of a day, week and month need: the nearest to a day ago, those on both sides of 24 hours and of 7 days ago (the same one if exactly that old), and the oldest of the last 28 days.';

CREATE OR REPLACE MACRO store.week_anchor(seen, ago, is_known) AS arg_max(seen, ago) FILTER (ago <= 7.5 AND is_known);
COMMENT ON MACRO store.week_anchor IS 'The oldest known observation `seen` of the last week.';
