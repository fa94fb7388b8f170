-- The rules that several queries share, one definition each.

-- docs/decisions/0002: the hour in which the snapshot began counts for all its rows (store.clock); a row that came much later counts by its own.
CREATE OR REPLACE MACRO store.came_late(observed_at, hour) AS coalesce(observed_at >= hour + INTERVAL 2 HOUR, false);
COMMENT ON MACRO store.came_late IS 'Whether a row came so much later than its snapshot began (see store.clock) that it counts by its own hour.';

CREATE OR REPLACE MACRO store.hour_of(observed_at, hour) AS
CASE WHEN store.came_late(observed_at, hour) THEN date_trunc('hour', observed_at) + INTERVAL 1 HOUR ELSE hour END;
COMMENT ON MACRO store.hour_of IS 'The hour for which a row of a snapshot counts.';

-- An _id begins with the second of its making, which is good enough where the Hub gives no date of creation, or one that is to come.
CREATE OR REPLACE MACRO store.born(created_at, oid, hour) AS
CASE WHEN created_at < hour THEN created_at
    WHEN make_timestamp(TRY_CAST('0x' || oid[:8] AS BIGINT) * 1000000) < hour THEN make_timestamp(TRY_CAST('0x' || oid[:8] AS BIGINT) * 1000000) END;
COMMENT ON MACRO store.born IS 'When a repo was made; NULL where that is not known at the hour.';

-- A row of store.spell stands for those days of its month that have a snapshot (store.folded), from its first to its last.
CREATE OR REPLACE MACRO store.covers(first_day, last_day, date) AS day(date) BETWEEN first_day AND last_day;
COMMENT ON MACRO store.covers IS 'Whether a row of store.spell stands for a day of its month.';

-- store.answer is looked up by blocks of repos.
CREATE OR REPLACE MACRO store.block_of(repo) AS repo >> 10;
COMMENT ON MACRO store.block_of IS 'The block of repos by which store.answer is looked up.';

-- The order in which rows take least room (store.daily): 2^stretch repos at a time, models before datasets, by the size of the counter in bits,
-- by repo. One number, which is cheaper to sort by.
CREATE OR REPLACE MACRO store.storage_key(kind, repo, downloads_all_time, downloads, stretch) AS
((repo >> stretch) * 256 + CASE kind WHEN 'dataset' THEN 128 ELSE 0 END
    + CAST(log2(coalesce(downloads_all_time, downloads, 0) + 1) AS BIGINT)) * 4294967296 + repo;
COMMENT ON MACRO store.storage_key IS 'The order in which the rows of a day or month are written.';

-- Whether a download counter with that mark (store.mark; NULL: none) is an observation: one that stood still or is below its highest is not.
CREATE OR REPLACE MACRO store.counts(mark) AS coalesce(mark = 'corrected', true);
COMMENT ON MACRO store.counts IS 'Whether a download counter with that mark is an observation.';

-- Rules ask only for counters that the Hub gives of a kind. $kinds_of_counters: MAP {'downloads': ['model', 'dataset'], …}
CREATE OR REPLACE MACRO store.has_counter(kind, counter) AS coalesce(list_contains(($kinds_of_counters)[counter], kind), false);
COMMENT ON MACRO store.has_counter IS 'Whether the Hub gives a counter of repos of a kind.';

-- How a row's counters were observed, from its mark and from the soundness of the day's counters.
CREATE OR REPLACE MACRO store.status_of(kind, downloads, likes, mark, sound_downloads, sound_all_time, sound_likes) AS
CASE WHEN (downloads IS NULL AND store.has_counter(kind, 'downloads')) OR likes IS NULL THEN 'partial' WHEN NOT coalesce(sound_downloads AND sound_all_time AND sound_likes, true) THEN 'unsound' ELSE coalesce(mark, 'observed') END;
COMMENT ON MACRO store.status_of IS 'The status of a row: see the view model_history.';

-- A counter at a moment: as observed then, or interpolated between the observations before and after it. Moments are numbers of any unit.
CREATE OR REPLACE MACRO store.value_at(moment, value_0, moment_0, value_1, moment_1) AS
CASE WHEN moment_0 = moment_1 THEN CAST(value_0 AS DOUBLE) ELSE value_0 + (value_1 - value_0) * CAST(moment - moment_0 AS DOUBLE) / (moment_1 - moment_0) END;
COMMENT ON MACRO store.value_at IS 'A counter at a moment, on the straight line between the observations on both sides of it; moments are numbers of one unit.';

-- Likes that the Hub took away are no loss: they are added to what is left, or subtracted from what was before.
CREATE OR REPLACE MACRO store.purged_of(repos) AS TABLE
SELECT p.repo, p.date, CAST(sum(p.likes) OVER (PARTITION BY p.repo ORDER BY p.date) AS BIGINT) AS likes
FROM store.purge p
WHERE p.repo IN (SELECT unnest(repos));
COMMENT ON MACRO TABLE store.purged_of IS 'How many likes of each of a list of repos were purged until a day; a row a repo and day of a purge.';

CREATE OR REPLACE MACRO store.purged_after(dates, until) AS TABLE
SELECT d.date, p.repo, CAST(sum(p.likes) AS BIGINT) AS likes
FROM (SELECT unnest(dates) AS date) d
JOIN store.purge p ON p.date > d.date AND p.date <= until
GROUP BY d.date, p.repo;
COMMENT ON MACRO TABLE store.purged_after IS 'How many likes were purged of each repo after each of a list of days, until another day.';

CREATE OR REPLACE MACRO store.last_corrected(after, until) AS TABLE
SELECT m.repo, max(m.date) AS date FROM store.mark m WHERE m.status = 'corrected' AND m.date > after AND m.date <= until GROUP BY m.repo;
COMMENT ON MACRO TABLE store.last_corrected IS 'The last day after a day, until another day, on which the all-time counter of a repo was corrected: it is not to be compared with what was before.';

-- An aggregate over observations before `day`. Two of them tell a value at a moment that lies between them. Seven days are known from
-- observations up to three days beside that day, or else up to the day itself, as in store.gains.
CREATE OR REPLACE MACRO store.anchors(seen, ago, date, day) AS {
    day: arg_min(seen, abs(ago - 1)) FILTER (ago BETWEEN 0.5 AND 3.5),
    within_1: arg_max(seen, ago) FILTER (ago BETWEEN 0 AND 1),
    beyond_1: arg_min(seen, ago) FILTER (ago >= 1 AND date >= day - 4),
    within_7: CASE WHEN arg_min(seen, ago) FILTER (ago >= 7 AND date >= day - 10) IS NULL OR arg_max(date, ago) FILTER (ago <= 7) <= day - 4
        THEN arg_max(seen, ago) FILTER (ago <= 7) END,
    beyond_7: arg_min(seen, ago) FILTER (ago >= 7 AND date >= day - 10),
    oldest: arg_max(seen, ago) FILTER (ago <= 28.5)
};
COMMENT ON MACRO store.anchors IS 'What was `seen` (a struct) `ago` days before a day by the observations that the gains of a day, a week and a month rest on: the one nearest to a day ago, those on both sides of 24 hours and of 7 days ago (one and the same where it is exactly that old), and the oldest of the last 28 days.';

CREATE OR REPLACE MACRO store.week_anchor(seen, ago, is_known) AS arg_max(seen, ago) FILTER (ago <= 7.5 AND is_known);
COMMENT ON MACRO store.week_anchor IS 'What was `seen` by the oldest known observation of the last week, day by day.';
