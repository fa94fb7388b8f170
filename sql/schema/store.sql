-- The tables as they are kept. People query the views of schema main, made from these.
-- A repo is an integer here: a daily row that bears a 24-character id costs five times as much.
CREATE SCHEMA store;

CREATE TABLE store.about (key VARCHAR, value VARCHAR);
COMMENT ON TABLE store.about IS 'Facts about this file: schema_version, sample (true when the rows come from the sample Hub), almanac (a random name that all copies of one warehouse share).';
COMMENT ON COLUMN store.about.key IS 'Name of the fact.';
COMMENT ON COLUMN store.about.value IS 'The fact.';

CREATE TABLE store.repo (
    repo INTEGER, kind VARCHAR, oid VARCHAR, first_seen DATE, last_seen DATE, last_version USMALLINT, last_raw UBIGINT
);
COMMENT ON TABLE store.repo IS 'Every repo ever observed. Its identity is the Hub''s _id; names are renamed and reused.';
COMMENT ON COLUMN store.repo.repo IS 'The repo''s number in this file, of models and datasets alike.';
COMMENT ON COLUMN store.repo.kind IS 'model or dataset.';
COMMENT ON COLUMN store.repo.oid IS 'The Hub''s _id, 24 lower-case hexadecimal digits.';
COMMENT ON COLUMN store.repo.first_seen IS 'First day it was observed.';
COMMENT ON COLUMN store.repo.last_seen IS 'Last day it was observed.';
COMMENT ON COLUMN store.repo.last_version IS 'The description that the row loaded last came with.';
COMMENT ON COLUMN store.repo.last_raw IS 'Hash of that row''s descriptive fields as they came: a row with the same hash has the same description. NULL when not known.';

-- A day's row points at the description that was true then, so that any past day can be replaced on its own.
-- The columns of the Hub's fields follow from pipeline/hub_api/fields.py: id VARCHAR, author VARCHAR, …
CREATE TABLE store.description (repo INTEGER, kind VARCHAR, version USMALLINT);
COMMENT ON TABLE store.description IS 'Each state of a repo''s descriptive fields that was ever observed.';
COMMENT ON COLUMN store.description.repo IS 'The repo''s number in this file.';
COMMENT ON COLUMN store.description.kind IS 'model or dataset.';
COMMENT ON COLUMN store.description.version IS 'Number of the state among those of the repo, in the order in which they were first loaded.';

CREATE TABLE store.name (key UBIGINT, repo INTEGER);
COMMENT ON TABLE store.name IS 'Who ever bore a name: an index by a hash of it, sorted, so that a few blocks tell.';
COMMENT ON COLUMN store.name.key IS 'md5_number_lower of owner/name.';
COMMENT ON COLUMN store.name.repo IS 'A repo that bears or bore a name with this hash.';

CREATE TABLE store.member (category VARCHAR, repo INTEGER, version USMALLINT);
COMMENT ON TABLE store.member IS 'Which descriptions make a repo a member of which category, by the fields that the category''s selector names.';
COMMENT ON COLUMN store.member.category IS 'Category slug.';
COMMENT ON COLUMN store.member.repo IS 'The repo''s number in this file.';
COMMENT ON COLUMN store.member.version IS 'The description.';

-- Written a quarter of a million repos at a time in the order of popularity and then of repo: neighbours are then packed into as many
-- bits as the largest of their own counters takes, which costs two fifths of what the order of repos alone does, and a repo
-- is in few blocks (docs/decisions/0004).
-- The counters follow from pipeline/hub_api/fields.py: downloads BIGINT, …
CREATE TABLE store.daily (kind VARCHAR, date DATE, repo INTEGER, version USMALLINT, observed_at TIMESTAMP);
COMMENT ON TABLE store.daily IS 'What was observed of a repo on a day: the days of the present and the last month, and any past day that was loaded since its month was folded.';
COMMENT ON COLUMN store.daily.kind IS 'model or dataset.';
COMMENT ON COLUMN store.daily.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.daily.repo IS 'The repo''s number in this file.';
COMMENT ON COLUMN store.daily.version IS 'The description that was true then.';
COMMENT ON COLUMN store.daily.observed_at IS 'The Hub''s clock when it answered, UTC.';

-- A past month is folded: a repo that does not change from day to day, as most do not, has one row and not thirty.
-- The counters follow from pipeline/hub_api/fields.py: downloads BIGINT, …
CREATE TABLE store.spell (kind VARCHAR, month DATE, repo INTEGER, first_day UTINYINT, last_day UTINYINT, version USMALLINT);
COMMENT ON TABLE store.spell IS 'What was observed of a repo from one day of a past month to another, the same on each of the folded days in between.';
COMMENT ON COLUMN store.spell.kind IS 'model or dataset.';
COMMENT ON COLUMN store.spell.month IS 'First day of the month.';
COMMENT ON COLUMN store.spell.repo IS 'The repo''s number in this file.';
COMMENT ON COLUMN store.spell.first_day IS 'First day of the month on which it was so.';
COMMENT ON COLUMN store.spell.last_day IS 'Last day of the month on which it was so.';
COMMENT ON COLUMN store.spell.version IS 'The description that was true then.';

CREATE TABLE store.folded (kind VARCHAR, date DATE, month DATE);
COMMENT ON TABLE store.folded IS 'The days whose rows are in store.spell; all others are in store.daily.';
COMMENT ON COLUMN store.folded.kind IS 'model or dataset.';
COMMENT ON COLUMN store.folded.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.folded.month IS 'First day of its month.';

CREATE TABLE store.answer (kind VARCHAR, date DATE, block INTEGER, from_repo INTEGER, to_repo INTEGER, observed_at TIMESTAMP);
COMMENT ON TABLE store.answer IS 'When the Hub answered with the rows of a folded day: a span of repos that came at the same second.';
COMMENT ON COLUMN store.answer.kind IS 'model or dataset.';
COMMENT ON COLUMN store.answer.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.answer.block IS 'The span lies in this block of 1,024 repo numbers.';
COMMENT ON COLUMN store.answer.from_repo IS 'First repo of the span.';
COMMENT ON COLUMN store.answer.to_repo IS 'Last repo of the span.';
COMMENT ON COLUMN store.answer.observed_at IS 'The Hub''s clock when it answered, UTC.';

CREATE TABLE store.cohort (
    date DATE, kind VARCHAR, cohort INTEGER, since DATE, repos BIGINT, moved BIGINT, busy BIGINT, busy_moved BIGINT, usual DOUBLE,
    frozen BOOLEAN, stalled DOUBLE
);
COMMENT ON TABLE store.cohort IS 'How many of the repos made in one quarter had another download counter than in the snapshot before: the Hub refreshes them once a day, and now and then leaves some out, newer ones first.';
COMMENT ON COLUMN store.cohort.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.cohort.kind IS 'model or dataset.';
COMMENT ON COLUMN store.cohort.cohort IS 'Year and quarter of creation, 20251 for the first of 2025; 0 where it is not known.';
COMMENT ON COLUMN store.cohort.since IS 'Day of the snapshot before.';
COMMENT ON COLUMN store.cohort.repos IS 'Repos observed on both days.';
COMMENT ON COLUMN store.cohort.moved IS 'Those whose all-time counter differs (the 30-day counter where that one is unknown).';
COMMENT ON COLUMN store.cohort.busy IS 'Repos with at least 600 downloads in 30 days: their counters move on nearly every day.';
COMMENT ON COLUMN store.cohort.busy_moved IS 'Those of them whose counter differs.';
COMMENT ON COLUMN store.cohort.usual IS 'Median share of moved ones on the up to 28 snapshots before on which the counters moved; NULL when there is none.';
COMMENT ON COLUMN store.cohort.frozen IS 'Whether the refresh left out many of the cohort.';
COMMENT ON COLUMN store.cohort.stalled IS 'Which share of the cohort it left out, 0 to 1, judged by busy repos where there are 20.';

CREATE TABLE store.level (date DATE, kind VARCHAR, counter VARCHAR, known BIGINT, positive BIGINT, unsound BOOLEAN DEFAULT false, total DOUBLE);
COMMENT ON TABLE store.level IS 'Of how many repos a counter was known on a day, of how many above 0, and what it added up to.';
COMMENT ON COLUMN store.level.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.level.kind IS 'model or dataset.';
COMMENT ON COLUMN store.level.counter IS 'downloads, downloads_all_time, likes or trending_score.';
COMMENT ON COLUMN store.level.known IS 'Repos whose counter was not NULL.';
COMMENT ON COLUMN store.level.positive IS 'Those whose counter was above 0.';
COMMENT ON COLUMN store.level.unsound IS 'Whether the counter of at least 20 repos is not believed: it was above 0 for less than half of the usual share, or all 0 on the first day, or its total fell or rose as no day before allows.';
COMMENT ON COLUMN store.level.total IS 'Sum of the counters, none counted for more than the 20th largest, so that no single repo decides. NULL: measured by an earlier version.';

CREATE TABLE store.purge (date DATE, repo INTEGER, likes BIGINT);
COMMENT ON TABLE store.purge IS 'Likes that the Hub took away from a repo, on a day on which it took some from many repos or very many from this one.';
COMMENT ON COLUMN store.purge.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.purge.repo IS 'The repo''s number in this file.';
COMMENT ON COLUMN store.purge.likes IS 'By how much its likes fell since it was last observed, within 8 days; negative where about as many came back.';

-- The counters follow from pipeline/hub_api/fields.py: downloads BIGINT, …
CREATE TABLE store.vanished (repo INTEGER, kind VARCHAR, date DATE, version USMALLINT);
COMMENT ON TABLE store.vanished IS 'The last row of each repo that is not in the last snapshot of its kind.';
COMMENT ON COLUMN store.vanished.repo IS 'The repo''s number in this file.';
COMMENT ON COLUMN store.vanished.kind IS 'model or dataset.';
COMMENT ON COLUMN store.vanished.date IS 'The last day on which it was observed.';
COMMENT ON COLUMN store.vanished.version IS 'The description that was true then.';

CREATE TABLE store.mark (date DATE, repo INTEGER, status VARCHAR, highest BIGINT, times INTEGER);
COMMENT ON TABLE store.mark IS 'Repo-days whose counters are not what they seem, one row each; all others were observed.';
COMMENT ON COLUMN store.mark.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.mark.repo IS 'The repo''s number in this file.';
COMMENT ON COLUMN store.mark.status IS 'frozen, rolled_back or corrected: see the view model_history.';
COMMENT ON COLUMN store.mark.highest IS 'rolled_back, corrected: the highest all-time counter observed before.';
COMMENT ON COLUMN store.mark.times IS 'rolled_back, corrected: how many observations in a row were below it, this one included.';

CREATE TABLE store.anomaly (date DATE, kind VARCHAR, part VARCHAR, name VARCHAR, counter VARCHAR, ratio DOUBLE, repos BIGINT);
COMMENT ON TABLE store.anomaly IS 'Days on which most repos of a library or an author stepped up or down together when the rest of the Hub did not: a change of counting rather than of use.';
COMMENT ON COLUMN store.anomaly.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.anomaly.kind IS 'model or dataset.';
COMMENT ON COLUMN store.anomaly.part IS 'library or author.';
COMMENT ON COLUMN store.anomaly.name IS 'Name of the library or of the author.';
COMMENT ON COLUMN store.anomaly.counter IS 'The counter that stepped: downloads_all_time.';
COMMENT ON COLUMN store.anomaly.ratio IS 'Median of how many times their rate of the week before its repos gained on the day.';
COMMENT ON COLUMN store.anomaly.repos IS 'Repos that stepped, of those with at least 5 downloads a day in the week before.';

CREATE TABLE store.event (date DATE, repo INTEGER, event VARCHAR, old VARCHAR, new VARCHAR);
COMMENT ON TABLE store.event IS 'What changed with a repo, and on which day that was first seen.';
COMMENT ON COLUMN store.event.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.event.repo IS 'The repo''s number in this file.';
COMMENT ON COLUMN store.event.event IS 'Kind of change: see the view events.';
COMMENT ON COLUMN store.event.old IS 'What it was.';
COMMENT ON COLUMN store.event.new IS 'What it became.';

CREATE TABLE store.snapshot (
    date DATE, kind VARCHAR, scope VARCHAR, status VARCHAR, started_at TIMESTAMP, finished_at TIMESTAMP, rows BIGINT,
    pages BIGINT, requests BIGINT, duplicates BIGINT, changed_counter_share DOUBLE, rejects BIGINT, hub VARCHAR, sequence INTEGER,
    catalogue VARCHAR
);
COMMENT ON TABLE store.snapshot IS 'A day''s crawl of one kind of repo.';
COMMENT ON COLUMN store.snapshot.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.snapshot.kind IS 'model or dataset.';
COMMENT ON COLUMN store.snapshot.scope IS 'leaders, categories or hub.';
COMMENT ON COLUMN store.snapshot.status IS 'ok, or limited when --limit cut the lists short.';
COMMENT ON COLUMN store.snapshot.started_at IS 'The Hub''s clock at the first answer, UTC.';
COMMENT ON COLUMN store.snapshot.finished_at IS 'The Hub''s clock at the last answer, UTC.';
COMMENT ON COLUMN store.snapshot.rows IS 'Repos observed.';
COMMENT ON COLUMN store.snapshot.pages IS 'Pages of lists and details fetched for this kind.';
COMMENT ON COLUMN store.snapshot.requests IS 'Requests of the whole crawl, redirects and failed tries included.';
COMMENT ON COLUMN store.snapshot.duplicates IS 'Rows that repeated a repo already seen; leaders overlap by design.';
COMMENT ON COLUMN store.snapshot.changed_counter_share IS 'Share of repos whose download counters differ from the snapshot before; near 0 when the Hub''s daily refresh stood still.';
COMMENT ON COLUMN store.snapshot.rejects IS 'Rows set aside because they were no object, or bore no _id or id that can be one. Rows of private repos are not counted.';
COMMENT ON COLUMN store.snapshot.hub IS 'The Hub that was asked.';
COMMENT ON COLUMN store.snapshot.sequence IS 'Number of the load that brought it: the boards of a day rest on the days that were there by then.';
COMMENT ON COLUMN store.snapshot.catalogue IS 'Hash of the catalogue that it was loaded with.';

CREATE TABLE store.category (
    position INTEGER, slug VARCHAR, kind VARCHAR, section VARCHAR, name_en VARCHAR, name_ko VARCHAR,
    description_en VARCHAR, description_ko VARCHAR, hub_url VARCHAR, selector VARCHAR, documented_on DATE, status VARCHAR,
    note VARCHAR, section_en VARCHAR, section_ko VARCHAR, pipeline_tag VARCHAR, author VARCHAR, filters VARCHAR[], note_ko VARCHAR
);
COMMENT ON TABLE store.category IS 'The catalogue''s categories, with their selectors taken apart.';
COMMENT ON COLUMN store.category.position IS 'Place in the catalogue.';
COMMENT ON COLUMN store.category.slug IS 'The category''s short name.';
COMMENT ON COLUMN store.category.kind IS 'model or dataset.';
COMMENT ON COLUMN store.category.section IS 'Slug of its section.';
COMMENT ON COLUMN store.category.name_en IS 'Name in English.';
COMMENT ON COLUMN store.category.name_ko IS 'Name in Korean.';
COMMENT ON COLUMN store.category.description_en IS 'Description in English.';
COMMENT ON COLUMN store.category.description_ko IS 'Description in Korean.';
COMMENT ON COLUMN store.category.hub_url IS 'Its page on the Hub''s site.';
COMMENT ON COLUMN store.category.selector IS 'How the Hub''s list routes select it.';
COMMENT ON COLUMN store.category.documented_on IS 'Day of the page that documents it.';
COMMENT ON COLUMN store.category.status IS 'active or discontinued.';
COMMENT ON COLUMN store.category.note IS 'What a reader must know.';
COMMENT ON COLUMN store.category.note_ko IS 'The note in Korean.';
COMMENT ON COLUMN store.category.section_en IS 'Section in English.';
COMMENT ON COLUMN store.category.section_ko IS 'Section in Korean.';
COMMENT ON COLUMN store.category.pipeline_tag IS 'Task that a member must have, if any.';
COMMENT ON COLUMN store.category.author IS 'Owner that a member must have, if any.';
COMMENT ON COLUMN store.category.filters IS 'Tags that a member must bear.';

CREATE TABLE store.watched (position INTEGER, category VARCHAR, id VARCHAR, kind VARCHAR);
COMMENT ON TABLE store.watched IS 'The catalogue''s featured models.';
COMMENT ON COLUMN store.watched.position IS 'Place in the catalogue.';
COMMENT ON COLUMN store.watched.category IS 'Category that features it.';
COMMENT ON COLUMN store.watched.id IS 'The documented name.';
COMMENT ON COLUMN store.watched.kind IS 'model or dataset.';

CREATE TABLE store.lookup (date DATE, kind VARCHAR, id VARCHAR, oid VARCHAR);
COMMENT ON TABLE store.lookup IS 'Which repo answered on a day to the name of a featured model.';
COMMENT ON COLUMN store.lookup.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.lookup.kind IS 'model or dataset.';
COMMENT ON COLUMN store.lookup.id IS 'The documented name that was asked for.';
COMMENT ON COLUMN store.lookup.oid IS 'The repo that answered; NULL when the Hub had none to show.';

CREATE TABLE store.reject (date DATE, kind VARCHAR, listing VARCHAR, file VARCHAR, reason VARCHAR, row VARCHAR);
COMMENT ON TABLE store.reject IS 'Rows of a crawl that could not be kept.';
COMMENT ON COLUMN store.reject.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.reject.kind IS 'model or dataset.';
COMMENT ON COLUMN store.reject.listing IS 'The list it came in.';
COMMENT ON COLUMN store.reject.file IS 'The spooled page that holds it.';
COMMENT ON COLUMN store.reject.reason IS 'Why.';
COMMENT ON COLUMN store.reject.row IS 'The row as far as it can be shown, 1,000 characters at most.';

CREATE TABLE store.lineup (date DATE, category VARCHAR, kind VARCHAR, board VARCHAR, place INTEGER, repo INTEGER);
COMMENT ON TABLE store.lineup IS 'What simple orders put first on each of the last eight days: what boards are compared with on the scorecard.';
COMMENT ON COLUMN store.lineup.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN store.lineup.category IS 'Category slug.';
COMMENT ON COLUMN store.lineup.kind IS 'model or dataset.';
COMMENT ON COLUMN store.lineup.board IS 'hub, likes_1d, likes_7d or likes.';
COMMENT ON COLUMN store.lineup.place IS 'Place, shared by all that are equal; of many equal ones a sample is kept.';
COMMENT ON COLUMN store.lineup.repo IS 'The repo''s number in this file.';
