-- The stored tables, from which schema main's views are built.
-- A repo is an integer: with a 24-character id, a daily row takes five times the space.
CREATE SCHEMA store;

CREATE TABLE store.about (key VARCHAR, value VARCHAR);
COMMENT ON TABLE store.about IS 'Facts about this file: schema_version, sample (true if the rows come from the sample Hub), almanac (a random id that all copies of one warehouse share), forgotten (the days removed with almanac forget).';
COMMENT ON COLUMN store.about.key IS 'Name of the fact.';
COMMENT ON COLUMN store.about.value IS 'The fact.';

CREATE TABLE store.repo (
    repo INTEGER, kind VARCHAR, oid VARCHAR, first_seen DATE, last_seen DATE, last_version USMALLINT, last_raw UBIGINT
);
COMMENT ON TABLE store.repo IS 'Every repo ever observed. The Hub''s _id identifies it; names can change and be reused.';
COMMENT ON COLUMN store.repo.repo IS 'The repo''s number in this file, shared by models and datasets.';
COMMENT ON COLUMN store.repo.kind IS 'model or dataset.';
COMMENT ON COLUMN store.repo.oid IS 'The Hub''s _id, 24 lower-case hexadecimal digits.';
COMMENT ON COLUMN store.repo.first_seen IS 'First day it was observed.';
COMMENT ON COLUMN store.repo.last_seen IS 'Last day it was observed.';
COMMENT ON COLUMN store.repo.last_version IS 'Description version of the last loaded row.';
COMMENT ON COLUMN store.repo.last_raw IS 'Hash of that row''s raw descriptive fields: rows with the same hash have the same description. NULL: unknown.';

-- A daily row refers to the description of its day, so that any past day can be replaced on its own.
-- Its columns come from pipeline/hub_api/fields.py: id VARCHAR, author VARCHAR, …
CREATE TABLE store.description (repo INTEGER, kind VARCHAR, version USMALLINT);
COMMENT ON TABLE store.description IS 'Each observed state of a repo''s descriptive fields.';
COMMENT ON COLUMN store.description.repo IS 'The repo''s number in this file.';
COMMENT ON COLUMN store.description.kind IS 'model or dataset.';
COMMENT ON COLUMN store.description.version IS 'Number of the state within its repo, in loading order.';

CREATE TABLE store.sparse_version (repo INTEGER, kind VARCHAR, version USMALLINT, by_name BOOLEAN, own_columns VARCHAR[]);
COMMENT ON TABLE store.sparse_version IS 'Versions of store.description from sources that do not describe repos, or name them without _id; the other columns are filled in from the repo''s nearest full description.';
COMMENT ON COLUMN store.sparse_version.repo IS 'The repo''s number in this file.';
COMMENT ON COLUMN store.sparse_version.kind IS 'model or dataset.';
COMMENT ON COLUMN store.sparse_version.version IS 'Number of the state within its repo.';
COMMENT ON COLUMN store.sparse_version.by_name IS 'Whether the source identifies repos by name only, so that these rows may belong to another repo of that name.';
COMMENT ON COLUMN store.sparse_version.own_columns IS 'The columns of store.description that the source itself says.';

CREATE TABLE store.source (
    name VARCHAR, address VARCHAR, format VARCHAR, license VARCHAR, share_alike BOOLEAN, attribution VARCHAR, precedence INTEGER, complete BOOLEAN,
    imported_at TIMESTAMP
);
COMMENT ON TABLE store.source IS 'Imported archives of the Hub''s past.';
COMMENT ON COLUMN store.source.name IS 'The source''s short name, to which snapshots refer.';
COMMENT ON COLUMN store.source.address IS 'Where it was read from.';
COMMENT ON COLUMN store.source.format IS 'The format in which it was read.';
COMMENT ON COLUMN store.source.license IS 'Its license; NULL: unknown.';
COMMENT ON COLUMN store.source.share_alike IS 'Whether data made from it must be published under its license.';
COMMENT ON COLUMN store.source.attribution IS 'Whom to name.';
COMMENT ON COLUMN store.source.precedence IS 'Of several sources of a day, that with the highest number counts: 3 (whole days with _id), 2 (weeks), 1 (names only).';
COMMENT ON COLUMN store.source.complete IS 'Whether its days list the whole Hub, but for partial ones (store.archived_day).';
COMMENT ON COLUMN store.source.imported_at IS 'When it was last imported, by this machine''s clock, UTC.';

CREATE TABLE store.archived_day (source VARCHAR, kind VARCHAR, date DATE, file VARCHAR, fingerprint VARCHAR, rows BIGINT, partial BOOLEAN);
COMMENT ON TABLE store.archived_day IS 'The days of imported sources, loaded or not: each is in a file of the home''s folder imports.';
COMMENT ON COLUMN store.archived_day.source IS 'The source''s name.';
COMMENT ON COLUMN store.archived_day.kind IS 'model or dataset.';
COMMENT ON COLUMN store.archived_day.date IS 'The day, UTC.';
COMMENT ON COLUMN store.archived_day.file IS 'Its file, relative to imports.';
COMMENT ON COLUMN store.archived_day.fingerprint IS 'Changes when the source''s files change.';
COMMENT ON COLUMN store.archived_day.rows IS 'Repos of the day.';
COMMENT ON COLUMN store.archived_day.partial IS 'Whether the archive''s day is known to be cut short.';

CREATE TABLE store.changed_day (date DATE);
COMMENT ON TABLE store.changed_day IS 'Days whose rows an unfinished import has changed: what was computed of them is stale.';
COMMENT ON COLUMN store.changed_day.date IS 'The day, UTC.';

CREATE TABLE store.name (key UBIGINT, repo INTEGER);
COMMENT ON TABLE store.name IS 'Index of all names that repos ever had, by hash and sorted, so that a lookup reads few blocks.';
COMMENT ON COLUMN store.name.key IS 'store.name_key of owner/name: the same for any case.';
COMMENT ON COLUMN store.name.repo IS 'A repo with such a name, now or earlier.';

CREATE TABLE store.member (category VARCHAR, repo INTEGER, version USMALLINT);
COMMENT ON TABLE store.member IS 'Which descriptions belong to which category, by the fields of the category''s selector.';
COMMENT ON COLUMN store.member.category IS 'Category slug.';
COMMENT ON COLUMN store.member.repo IS 'The repo''s number in this file.';
COMMENT ON COLUMN store.member.version IS 'The description''s version.';

-- Sorted by 2^18 repos, then popularity, then repo: neighbors are packed into as many bits as their largest counter
-- needs (two fifths of the size in repo order), and a repo is in few blocks (docs/decisions/0004).
-- The counters come from pipeline/hub_api/fields.py: downloads BIGINT, …
CREATE TABLE store.daily (kind VARCHAR, date DATE, repo INTEGER, version USMALLINT, observed_at TIMESTAMP);
COMMENT ON TABLE store.daily IS 'Rows of days that are not compacted: this and the last month, and past days loaded since their month''s compaction.';
COMMENT ON COLUMN store.daily.kind IS 'model or dataset.';
COMMENT ON COLUMN store.daily.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.daily.repo IS 'The repo''s number in this file.';
COMMENT ON COLUMN store.daily.version IS 'Description version on that day.';
COMMENT ON COLUMN store.daily.observed_at IS 'The Hub''s clock when it responded, UTC.';

-- Compacted months: a repo that does not change, as most do not, has one row instead of thirty.
-- The counters come from pipeline/hub_api/fields.py: downloads BIGINT, …
CREATE TABLE store.daily_interval (kind VARCHAR, month DATE, repo INTEGER, first_day UTINYINT, last_day UTINYINT, version USMALLINT);
COMMENT ON TABLE store.daily_interval IS 'A repo''s state over consecutive snapshots of a compacted month.';
COMMENT ON COLUMN store.daily_interval.kind IS 'model or dataset.';
COMMENT ON COLUMN store.daily_interval.month IS 'First day of the month.';
COMMENT ON COLUMN store.daily_interval.repo IS 'The repo''s number in this file.';
COMMENT ON COLUMN store.daily_interval.first_day IS 'First day of the month with this state.';
COMMENT ON COLUMN store.daily_interval.last_day IS 'Last day of the month with this state.';
COMMENT ON COLUMN store.daily_interval.version IS 'Description version on these days.';

CREATE TABLE store.compacted_day (kind VARCHAR, date DATE, month DATE);
COMMENT ON TABLE store.compacted_day IS 'Compacted days, whose rows are in store.daily_interval; all others are in store.daily.';
COMMENT ON COLUMN store.compacted_day.kind IS 'model or dataset.';
COMMENT ON COLUMN store.compacted_day.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.compacted_day.month IS 'First day of its month.';

CREATE TABLE store.answer (kind VARCHAR, date DATE, block INTEGER, from_repo INTEGER, to_repo INTEGER, observed_at TIMESTAMP);
COMMENT ON TABLE store.answer IS 'When the Hub returned the rows of a compacted day: spans of repos with the same second.';
COMMENT ON COLUMN store.answer.kind IS 'model or dataset.';
COMMENT ON COLUMN store.answer.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.answer.block IS 'Block of 1,024 repo numbers that has the span.';
COMMENT ON COLUMN store.answer.from_repo IS 'First repo of the span.';
COMMENT ON COLUMN store.answer.to_repo IS 'Last repo of the span.';
COMMENT ON COLUMN store.answer.observed_at IS 'The Hub''s clock when it responded, UTC.';

CREATE TABLE store.cohort (
    date DATE, kind VARCHAR, cohort INTEGER, since DATE, repos BIGINT, moved BIGINT, busy BIGINT, busy_moved BIGINT, usual DOUBLE,
    frozen BOOLEAN, stalled DOUBLE
);
COMMENT ON TABLE store.cohort IS 'How many repos created in one quarter have a download counter that differs from the previous snapshot. The Hub refreshes counters once a day, but sometimes skips repos, newer ones first.';
COMMENT ON COLUMN store.cohort.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.cohort.kind IS 'model or dataset.';
COMMENT ON COLUMN store.cohort.cohort IS 'Year and quarter of creation, such as 20251; 0 if unknown.';
COMMENT ON COLUMN store.cohort.since IS 'Day of the previous snapshot.';
COMMENT ON COLUMN store.cohort.repos IS 'Repos observed on both days.';
COMMENT ON COLUMN store.cohort.moved IS 'Those whose all-time counter changed (the 30-day counter where that is unknown).';
COMMENT ON COLUMN store.cohort.busy IS 'Repos with at least 600 downloads in 30 days, whose counters move nearly every day.';
COMMENT ON COLUMN store.cohort.busy_moved IS 'Busy repos whose counter changed.';
COMMENT ON COLUMN store.cohort.usual IS 'Median share of moved repos in up to 28 earlier snapshots that were not frozen; NULL without any.';
COMMENT ON COLUMN store.cohort.frozen IS 'Whether the refresh skipped many repos of the cohort.';
COMMENT ON COLUMN store.cohort.stalled IS 'Share of the cohort that the refresh skipped, 0 to 1, estimated from busy repos if there are 20.';

CREATE TABLE store.level (date DATE, kind VARCHAR, counter VARCHAR, known BIGINT, positive BIGINT, unsound BOOLEAN DEFAULT false, total DOUBLE);
COMMENT ON TABLE store.level IS 'For how many repos a counter was known and above 0 on a day, and its total.';
COMMENT ON COLUMN store.level.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.level.kind IS 'model or dataset.';
COMMENT ON COLUMN store.level.counter IS 'downloads, downloads_all_time, likes or trending_score.';
COMMENT ON COLUMN store.level.known IS 'Repos with a known counter.';
COMMENT ON COLUMN store.level.positive IS 'Repos with a counter above 0.';
COMMENT ON COLUMN store.level.unsound IS 'Whether a counter of at least 20 repos is implausible: above 0 for less than half of the usual share, 0 for all on the first day, or with a jump of its total.';
COMMENT ON COLUMN store.level.total IS 'Sum of the counter, each repo capped at the 20th largest. NULL: an earlier version measured the day.';

CREATE TABLE store.purge (date DATE, repo INTEGER, likes BIGINT);
COMMENT ON TABLE store.purge IS 'Likes that the Hub removed from a repo, on a day when it removed some from many repos or very many from this one.';
COMMENT ON COLUMN store.purge.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.purge.repo IS 'The repo''s number in this file.';
COMMENT ON COLUMN store.purge.likes IS 'Fall of its likes since the previous observation within 8 days; negative where about as many came back.';

-- The counters come from pipeline/hub_api/fields.py: downloads BIGINT, …
CREATE TABLE store.vanished (repo INTEGER, kind VARCHAR, date DATE, version USMALLINT);
COMMENT ON TABLE store.vanished IS 'The last row of each repo that the last snapshot of its kind lacks.';
COMMENT ON COLUMN store.vanished.repo IS 'The repo''s number in this file.';
COMMENT ON COLUMN store.vanished.kind IS 'model or dataset.';
COMMENT ON COLUMN store.vanished.date IS 'The last day it was observed.';
COMMENT ON COLUMN store.vanished.version IS 'Description version on that day.';

CREATE TABLE store.mark (date DATE, repo INTEGER, status VARCHAR, highest BIGINT, times INTEGER);
COMMENT ON TABLE store.mark IS 'Repo-days whose counters are frozen, rolled back or corrected; all others are normal observations.';
COMMENT ON COLUMN store.mark.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.mark.repo IS 'The repo''s number in this file.';
COMMENT ON COLUMN store.mark.status IS 'frozen, rolled_back or corrected: see the view model_history.';
COMMENT ON COLUMN store.mark.highest IS 'rolled_back, corrected: the highest earlier all-time counter.';
COMMENT ON COLUMN store.mark.times IS 'rolled_back, corrected: consecutive observations below it, including this one.';

CREATE TABLE store.anomaly (date DATE, kind VARCHAR, part VARCHAR, name VARCHAR, counter VARCHAR, ratio DOUBLE, repos BIGINT);
COMMENT ON TABLE store.anomaly IS 'Days on which most repos of a library or author stepped up or down together while the rest of the Hub did not: a change of counting, not of use.';
COMMENT ON COLUMN store.anomaly.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.anomaly.kind IS 'model or dataset.';
COMMENT ON COLUMN store.anomaly.part IS 'library or author.';
COMMENT ON COLUMN store.anomaly.name IS 'Name of the library or author.';
COMMENT ON COLUMN store.anomaly.counter IS 'The counter that stepped: downloads_all_time.';
COMMENT ON COLUMN store.anomaly.ratio IS 'Median ratio of the repos'' rate on the day to that of the week before.';
COMMENT ON COLUMN store.anomaly.repos IS 'Repos that stepped, of those with at least 5 downloads a day in the week before.';

CREATE TABLE store.event (date DATE, repo INTEGER, event VARCHAR, old VARCHAR, new VARCHAR);
COMMENT ON TABLE store.event IS 'Changes of repos, on the day of their first observation.';
COMMENT ON COLUMN store.event.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.event.repo IS 'The repo''s number in this file.';
COMMENT ON COLUMN store.event.event IS 'Type of change: see the view events.';
COMMENT ON COLUMN store.event.old IS 'The old value.';
COMMENT ON COLUMN store.event.new IS 'The new value.';

CREATE TABLE store.snapshot (
    date DATE, kind VARCHAR, scope VARCHAR, status VARCHAR, started_at TIMESTAMP, finished_at TIMESTAMP, rows BIGINT,
    pages BIGINT, requests BIGINT, duplicates BIGINT, changed_counter_share DOUBLE, rejects BIGINT, hub VARCHAR, sequence INTEGER,
    catalogue VARCHAR, source VARCHAR, fingerprint VARCHAR, covered STRUCT(pipeline_tag VARCHAR, author VARCHAR, filters VARCHAR[])[]
);
COMMENT ON TABLE store.snapshot IS 'A day''s crawl of one kind of repo.';
COMMENT ON COLUMN store.snapshot.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.snapshot.kind IS 'model or dataset.';
COMMENT ON COLUMN store.snapshot.scope IS 'leaders, categories or hub; of an import: archive (the whole Hub) or series (some repos).';
COMMENT ON COLUMN store.snapshot.status IS 'ok, or limited if --limit cut the lists short or an archive''s day is known to be cut short.';
COMMENT ON COLUMN store.snapshot.started_at IS 'The Hub''s clock at the first response, UTC.';
COMMENT ON COLUMN store.snapshot.finished_at IS 'The Hub''s clock at the last response, UTC.';
COMMENT ON COLUMN store.snapshot.rows IS 'Repos observed.';
COMMENT ON COLUMN store.snapshot.pages IS 'Pages of lists and details fetched for this kind.';
COMMENT ON COLUMN store.snapshot.requests IS 'Requests of the whole crawl, with redirects and failed attempts.';
COMMENT ON COLUMN store.snapshot.duplicates IS 'Rows that repeat a repo of an earlier row; lists of leaders overlap by design.';
COMMENT ON COLUMN store.snapshot.changed_counter_share IS 'Share of repos whose download counters differ from the previous snapshot; near 0 if the Hub did not refresh them.';
COMMENT ON COLUMN store.snapshot.rejects IS 'Rows rejected: not an object, or without a valid _id or id. Excludes private repos.';
COMMENT ON COLUMN store.snapshot.hub IS 'Address of the crawled Hub.';
COMMENT ON COLUMN store.snapshot.sequence IS 'Sequence number of the load: a day''s boards are based on the days loaded before.';
COMMENT ON COLUMN store.snapshot.catalogue IS 'Hash of the catalogue when the day was loaded.';
COMMENT ON COLUMN store.snapshot.source IS 'The imported source of the day (store.source). NULL: observed by this almanac.';
COMMENT ON COLUMN store.snapshot.fingerprint IS 'Of the imported file that the day was loaded from.';
COMMENT ON COLUMN store.snapshot.covered IS 'Selectors of the categories'' lists that were crawled; a whole-Hub crawl has none. NULL: an import.';

CREATE TABLE store.category (
    position INTEGER, slug VARCHAR, kind VARCHAR, section VARCHAR, name_en VARCHAR, name_ko VARCHAR,
    description_en VARCHAR, description_ko VARCHAR, hub_url VARCHAR, selector VARCHAR, documented_on DATE, status VARCHAR,
    note VARCHAR, section_en VARCHAR, section_ko VARCHAR, pipeline_tag VARCHAR, author VARCHAR, filters VARCHAR[], note_ko VARCHAR,
    aliases VARCHAR[]
);
COMMENT ON TABLE store.category IS 'The catalogue''s categories, with their selectors split up.';
COMMENT ON COLUMN store.category.position IS 'Position in the catalogue.';
COMMENT ON COLUMN store.category.slug IS 'The category''s short name.';
COMMENT ON COLUMN store.category.kind IS 'model or dataset.';
COMMENT ON COLUMN store.category.section IS 'Slug of its section.';
COMMENT ON COLUMN store.category.name_en IS 'Name in English.';
COMMENT ON COLUMN store.category.name_ko IS 'Name in Korean.';
COMMENT ON COLUMN store.category.description_en IS 'Description in English.';
COMMENT ON COLUMN store.category.description_ko IS 'Description in Korean.';
COMMENT ON COLUMN store.category.hub_url IS 'Its page on the Hub''s site.';
COMMENT ON COLUMN store.category.selector IS 'How the Hub''s list routes select it. NULL: every repo of its kind.';
COMMENT ON COLUMN store.category.documented_on IS 'Day of the page that documents it.';
COMMENT ON COLUMN store.category.status IS 'active or discontinued.';
COMMENT ON COLUMN store.category.note IS 'A caveat.';
COMMENT ON COLUMN store.category.note_ko IS 'The note in Korean.';
COMMENT ON COLUMN store.category.section_en IS 'Section in English.';
COMMENT ON COLUMN store.category.section_ko IS 'Section in Korean.';
COMMENT ON COLUMN store.category.pipeline_tag IS 'Task that members must have, if any.';
COMMENT ON COLUMN store.category.author IS 'Owner that members must have, if any.';
COMMENT ON COLUMN store.category.filters IS 'Tags that members must have.';
COMMENT ON COLUMN store.category.aliases IS 'Other names that people write for it.';

CREATE TABLE store.watched (position INTEGER, category VARCHAR, id VARCHAR, kind VARCHAR);
COMMENT ON TABLE store.watched IS 'The catalogue''s featured models.';
COMMENT ON COLUMN store.watched.position IS 'Position in the catalogue.';
COMMENT ON COLUMN store.watched.category IS 'Category that features it.';
COMMENT ON COLUMN store.watched.id IS 'The documented name.';
COMMENT ON COLUMN store.watched.kind IS 'model or dataset.';

CREATE TABLE store.lookup (date DATE, kind VARCHAR, id VARCHAR, oid VARCHAR);
COMMENT ON TABLE store.lookup IS 'Which repo the Hub returned for a featured model''s name on a day.';
COMMENT ON COLUMN store.lookup.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.lookup.kind IS 'model or dataset.';
COMMENT ON COLUMN store.lookup.id IS 'The documented name.';
COMMENT ON COLUMN store.lookup.oid IS 'The returned repo; NULL if the Hub showed none.';

CREATE TABLE store.reject (date DATE, kind VARCHAR, listing VARCHAR, file VARCHAR, reason VARCHAR, row VARCHAR);
COMMENT ON TABLE store.reject IS 'Rejected rows of a crawl.';
COMMENT ON COLUMN store.reject.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.reject.kind IS 'model or dataset.';
COMMENT ON COLUMN store.reject.listing IS 'The list that contained it.';
COMMENT ON COLUMN store.reject.file IS 'The spooled page with the row.';
COMMENT ON COLUMN store.reject.reason IS 'Why it was rejected.';
COMMENT ON COLUMN store.reject.row IS 'The raw row, up to 1,000 characters.';

CREATE TABLE store.lineup (date DATE, category VARCHAR, kind VARCHAR, board VARCHAR, place INTEGER, repo INTEGER);
COMMENT ON TABLE store.lineup IS 'The top repos by each baseline on each of the last eight days, for comparison with boards on the scorecard.';
COMMENT ON COLUMN store.lineup.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.lineup.category IS 'Category slug.';
COMMENT ON COLUMN store.lineup.kind IS 'model or dataset.';
COMMENT ON COLUMN store.lineup.board IS 'hub, likes_1d, likes_7d or likes.';
COMMENT ON COLUMN store.lineup.place IS 'Rank, shared by ties; of many tied repos a sample is kept.';
COMMENT ON COLUMN store.lineup.repo IS 'The repo''s number in this file.';
