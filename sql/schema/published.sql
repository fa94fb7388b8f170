-- The tables of schema main that are computed day by day, with the columns that people rely on.
CREATE TABLE trends (
    date DATE, category VARCHAR, board VARCHAR, rank INTEGER, oid VARCHAR, id VARCHAR, score DOUBLE, score_low DOUBLE,
    score_high DOUBLE, rank_1d INTEGER, rank_7d INTEGER, rank_30d INTEGER, basis VARCHAR, likes BIGINT, likes_1d BIGINT,
    days_1d DOUBLE, likes_7d DOUBLE, days_7d DOUBLE, likes_28d DOUBLE, days_28d DOUBLE, age_days DOUBLE, downloads BIGINT,
    trending_score DOUBLE
);
COMMENT ON TABLE trends IS 'A place on a board: one row per day, category, board and rank. The first 500 places are kept.';
COMMENT ON COLUMN trends.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN trends.category IS 'Category slug.';
COMMENT ON COLUMN trends.board IS 'attention (likes a day, shrunken), or hub (the Hub''s own order by trending score).';
COMMENT ON COLUMN trends.rank IS 'Place, 1 is first; no ties.';
COMMENT ON COLUMN trends.oid IS 'The repo''s _id.';
COMMENT ON COLUMN trends.id IS 'Its name on that day.';
COMMENT ON COLUMN trends.score IS 'attention: likes a day; hub: the trending score.';
COMMENT ON COLUMN trends.score_low IS 'attention: lower end of the 90% interval of the rate; NULL where the score is no rate.';
COMMENT ON COLUMN trends.score_high IS 'attention: upper end of the 90% interval of the rate; NULL where the score is no rate.';
COMMENT ON COLUMN trends.rank_1d IS 'Its place on this board one day before; NULL when it had none or there was no board.';
COMMENT ON COLUMN trends.rank_7d IS 'Its place on this board 7 days before.';
COMMENT ON COLUMN trends.rank_30d IS 'Its place on this board 30 days before.';
COMMENT ON COLUMN trends.basis IS 'What the score was made of: 24h+7d (likes of a day and of 7 days observed), 24h+hub (7 days from the Hub''s trending score), 24h+part (fewer than 7 days observed), 7d, hub, part (the same without a day before to compare with), total (likes over age: nothing else known), trending_score (board hub).';
COMMENT ON COLUMN trends.likes IS 'Likes that day.';
COMMENT ON COLUMN trends.likes_1d IS 'Likes gained since the observation nearest to one day before; may be negative; NULL when there is none.';
COMMENT ON COLUMN trends.days_1d IS 'Days between those two observations, to the hour.';
COMMENT ON COLUMN trends.likes_7d IS 'Likes gained in days_7d days, interpolated between observations where none is exactly 7 days old.';
COMMENT ON COLUMN trends.days_7d IS '7, or fewer where less is known or the repo is younger.';
COMMENT ON COLUMN trends.likes_28d IS 'Likes gained in days_28d days; NULL when fewer than 7 days are known.';
COMMENT ON COLUMN trends.days_28d IS 'Days that likes_28d spans, 7 to 28; the age of a repo younger than 28 days.';
COMMENT ON COLUMN trends.age_days IS 'Days since its creation, counted to the end of the hour in which the snapshot began.';
COMMENT ON COLUMN trends.downloads IS 'Downloads of the trailing 30 days.';
COMMENT ON COLUMN trends.trending_score IS 'The Hub''s trending score.';

CREATE TABLE featured (
    date DATE, category VARCHAR, id VARCHAR, current_id VARCHAR, availability VARCHAR, downloads BIGINT,
    downloads_all_time BIGINT, likes BIGINT, downloads_1d BIGINT, downloads_7d BIGINT, downloads_30d BIGINT,
    downloads_all_time_1d BIGINT, downloads_all_time_7d BIGINT, downloads_all_time_30d BIGINT, likes_1d BIGINT,
    likes_7d BIGINT, likes_30d BIGINT, rank INTEGER, share DOUBLE, rank_likes INTEGER, rank_attention INTEGER, oid VARCHAR,
    note VARCHAR, interpolated VARCHAR, unknown VARCHAR
);
COMMENT ON TABLE featured IS 'A featured model on a day, as its own page of the API gave it.';
COMMENT ON COLUMN featured.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN featured.category IS 'Category that features it.';
COMMENT ON COLUMN featured.id IS 'The documented name.';
COMMENT ON COLUMN featured.current_id IS 'Its name on that day; NULL when missing.';
COMMENT ON COLUMN featured.availability IS 'ok, renamed, gated, disabled, or missing (deleted or private: the Hub does not tell which).';
COMMENT ON COLUMN featured.downloads IS 'Downloads of the trailing 30 days.';
COMMENT ON COLUMN featured.downloads_all_time IS 'Downloads of all time.';
COMMENT ON COLUMN featured.likes IS 'Likes.';
COMMENT ON COLUMN featured.downloads_1d IS 'Change of the 30-day counter since one day before. Not growth: the counter drops the day that leaves its window. NULL, with the reason in unknown, where it cannot be known.';
COMMENT ON COLUMN featured.downloads_7d IS 'Change of the 30-day counter since 7 days before.';
COMMENT ON COLUMN featured.downloads_30d IS 'Change of the 30-day counter since 30 days before.';
COMMENT ON COLUMN featured.downloads_all_time_1d IS 'Downloads since exactly 24 hours before; NULL, with the reason in unknown, where that cannot be known.';
COMMENT ON COLUMN featured.downloads_all_time_7d IS 'Downloads since 7 days before.';
COMMENT ON COLUMN featured.downloads_all_time_30d IS 'Downloads since 30 days before.';
COMMENT ON COLUMN featured.likes_1d IS 'Likes gained since exactly 24 hours before; NULL, with the reason in unknown, where that cannot be known.';
COMMENT ON COLUMN featured.likes_7d IS 'Likes gained since 7 days before.';
COMMENT ON COLUMN featured.likes_30d IS 'Likes gained since 30 days before.';
COMMENT ON COLUMN featured.rank IS 'Place by downloads among the repos observed in its category.';
COMMENT ON COLUMN featured.share IS 'Share of the downloads of all repos observed in its category, 0 to 1.';
COMMENT ON COLUMN featured.rank_likes IS 'Place by likes among the repos observed in its category.';
COMMENT ON COLUMN featured.rank_attention IS 'Place on the attention board of its category; NULL when not on it.';
COMMENT ON COLUMN featured.oid IS 'The repo''s _id, the one first seen under the documented name.';
COMMENT ON COLUMN featured.interpolated IS 'Changes that were interpolated, since no observation is exactly so many days old: 1d, 7d, 30d.';
COMMENT ON COLUMN featured.unknown IS 'Why a change is NULL.';
COMMENT ON COLUMN featured.note IS 'What a reader must know, e.g. that the name now belongs to another repo.';

CREATE TABLE category_daily (
    date DATE, category VARCHAR, repos BIGINT, new_repos BIGINT, downloads HUGEINT, likes HUGEINT, coverage VARCHAR
);
COMMENT ON TABLE category_daily IS 'A category on a day.';
COMMENT ON COLUMN category_daily.date IS 'The Hub''s day, UTC.';
COMMENT ON COLUMN category_daily.category IS 'Category slug.';
COMMENT ON COLUMN category_daily.repos IS 'Repos observed in it.';
COMMENT ON COLUMN category_daily.new_repos IS 'Those created in the 24 hours before they were observed.';
COMMENT ON COLUMN category_daily.downloads IS 'Sum of their 30-day downloads.';
COMMENT ON COLUMN category_daily.likes IS 'Sum of their likes.';
COMMENT ON COLUMN category_daily.coverage IS 'complete: every repo of the category was listed; leaders: only the first by each order, so sums are lower bounds.';

CREATE TABLE scorecard (
    date DATE, category VARCHAR, board VARCHAR, metric VARCHAR, horizon_days INTEGER, value DOUBLE, low DOUBLE, high DOUBLE
);
COMMENT ON TABLE scorecard IS 'How good a board was. Not filled yet.';
COMMENT ON COLUMN scorecard.date IS 'The Hub''s day, UTC, of the board that is judged.';
COMMENT ON COLUMN scorecard.category IS 'Category slug.';
COMMENT ON COLUMN scorecard.board IS 'The board.';
COMMENT ON COLUMN scorecard.metric IS 'The measure.';
COMMENT ON COLUMN scorecard.horizon_days IS 'How many days ahead it was to foresee.';
COMMENT ON COLUMN scorecard.value IS 'The figure.';
COMMENT ON COLUMN scorecard.low IS 'Lower end of its interval.';
COMMENT ON COLUMN scorecard.high IS 'Upper end of its interval.';
