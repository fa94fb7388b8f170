-- Computed tables of schema main, with the columns that readers rely on.
CREATE TABLE trends (
    date DATE, category VARCHAR, board VARCHAR, rank INTEGER, oid VARCHAR, id VARCHAR, score DOUBLE, score_low DOUBLE,
    score_high DOUBLE, rank_1d_ago INTEGER, rank_7d_ago INTEGER, rank_30d_ago INTEGER, basis VARCHAR, likes BIGINT, likes_since_previous BIGINT,
    days_since_previous DOUBLE, likes_7d DOUBLE, likes_7d_days DOUBLE, likes_28d DOUBLE, likes_28d_days DOUBLE, age_days DOUBLE, downloads BIGINT,
    trending_score DOUBLE, expected_likes_7d DOUBLE, false_discovery_rate DOUBLE, downloads_gained BIGINT, downloads_gained_days DOUBLE, largest_step_share DOUBLE,
    base_relation VARCHAR, likes_1d BIGINT, likes_7d_basis VARCHAR
);
COMMENT ON TABLE trends IS 'A repo on a board: one row per day, category, board and rank. Almanac ranks the whole category and keeps the top: 500 repos, or ALMANAC_BOARD_PLACES. Earlier ranks, first days and best ranks count only this home''s kept ranks. See boards for notes on each board.';
COMMENT ON COLUMN trends.date IS 'The Hub''s day. Unit: UTC day.';
COMMENT ON COLUMN trends.category IS 'Category slug.';
COMMENT ON COLUMN trends.board IS '{boards.says}.';
COMMENT ON COLUMN trends.rank IS 'Rank on the board; 1 is first, and there are no ties.';
COMMENT ON COLUMN trends.oid IS 'The repo''s _id. Source: _id.';
COMMENT ON COLUMN trends.id IS 'Its name on that day. Source: id.';
COMMENT ON COLUMN trends.score IS '{boards.scores}. Rounded to 6 decimals before repos are ranked. Unit: by board, {boards.units}.';
COMMENT ON COLUMN trends.score_low IS 'Lower end of the 90% interval. {boards.intervals}. See coverage_90 in scorecard for how often it was right. Unit: that of score. NULL: board {boards.without_interval}, and basis total.';
COMMENT ON COLUMN trends.score_high IS 'Upper end of the 90% interval; see score_low. Unit: that of score. NULL: board {boards.without_interval}, and basis total.';
COMMENT ON COLUMN trends.rank_1d_ago IS 'Its rank on this board 1 day earlier. NULL: it had no kept rank then, or there was no board.';
COMMENT ON COLUMN trends.rank_7d_ago IS 'Its rank on this board 7 days earlier. NULL: it had no kept rank then, or there was no board.';
COMMENT ON COLUMN trends.rank_30d_ago IS 'Its rank on this board 30 days earlier. NULL: it had no kept rank then, or there was no board.';
COMMENT ON COLUMN trends.basis IS 'The observations that the score is based on. {boards.bases}.';
COMMENT ON COLUMN trends.likes IS 'Likes on that day. Unit: likes. Source: likes. NULL: the response lacks this counter (boards {boards.without_likes} only).';
COMMENT ON COLUMN trends.likes_since_previous IS 'Likes gained since the previous observation, the one nearest to 1 day earlier (0.5 to 3.5 days): the last day as the attention score counts it. May be negative. Unit: likes. NULL: there is no such observation, or the response lacks likes.';
COMMENT ON COLUMN trends.days_since_previous IS 'Days since the previous observation, to the hour. Unit: days. NULL: there is no such observation.';
COMMENT ON COLUMN trends.likes_7d IS 'Likes gained in likes_7d_days days, interpolated between observations if none is exactly 7 days old; see likes_7d_basis. If no observation is that old, the Hub''s trending score where it exceeds the observed gain, at most all likes and at least likes_1d. Unit: likes. NULL: nothing is known of the week, or the response lacks likes.';
COMMENT ON COLUMN trends.likes_7d_days IS 'Days that likes_7d spans: 7; fewer if less is known or the repo is younger; up to 28 if the last observation is older than 7 days. Unit: days. NULL: where likes_7d is.';
COMMENT ON COLUMN trends.likes_28d IS 'Likes gained in likes_28d_days days. Unit: likes. NULL: the repo is older than 28 days and fewer than 7 days are known, or the response lacks likes.';
COMMENT ON COLUMN trends.likes_28d_days IS 'Days that likes_28d spans, 7 to 28; the age of a repo younger than 28 days. Unit: days. NULL: where likes_28d is.';
COMMENT ON COLUMN trends.age_days IS 'Days since its creation on the Hub, to the end of the hour in which the snapshot began. Unit: days. NULL: neither the Hub nor its _id gives its creation.';
COMMENT ON COLUMN trends.downloads IS 'Downloads in the trailing 30 days. Unit: downloads. Source: downloads. NULL: the response lacks this counter.';
COMMENT ON COLUMN trends.trending_score IS 'The Hub''s trending score. Unit: score of the Hub. Source: trendingScore. NULL: the response lacks this score.';
COMMENT ON COLUMN trends.expected_likes_7d IS 'Likes that the previous weeks predict for 7 days: the rate of the 1 to 3 weeks before the last one. Unit: likes. NULL: the last week, or at least one week before it, was not observed; or the repo is younger than 14 days.';
COMMENT ON COLUMN trends.false_discovery_rate IS 'Expected share of false breakouts among the repos of the category that break out at least as clearly (Benjamini and Hochberg''s q-value); a repo with at most 0.05 is a breakout. Unit: 0 to 1. NULL: where expected_likes_7d is.';
COMMENT ON COLUMN trends.downloads_gained IS 'Downloads gained in downloads_gained_days days, by the all-time counter. Unit: downloads. NULL: unknown, or fewer than 3 steps of the week brought any.';
COMMENT ON COLUMN trends.downloads_gained_days IS 'Days that downloads_gained spans, from its first observation to its last. Unit: days. NULL: where downloads_gained is.';
COMMENT ON COLUMN trends.largest_step_share IS 'Largest share of the week''s gain that one step between two observations brought: of downloads on board {boards.of_downloads}, of likes on the others. Unit: 0 to 1. NULL: no such step brought any, or the gain is unknown.';
COMMENT ON COLUMN trends.base_relation IS 'Its relation to its base model: finetune, quantized, adapter or merge. Source: baseModels.relation. NULL: an original, or unknown.';
COMMENT ON COLUMN trends.likes_1d IS 'Likes gained in exactly 24 hours, interpolated between the observations on both sides of that moment and rounded; all likes of a repo created since. May be negative. Unit: likes. NULL: nothing was observed in the 3 days before that moment, the response lacks likes, or an earlier release ranked the day without it.';
COMMENT ON COLUMN trends.likes_7d_basis IS 'What likes_7d is based on: 7d (gained in exactly 7 days, or all likes of a younger repo), hub (the Hub''s trending score), part (gained in the observed part of the week). NULL: likes_7d is NULL, or an earlier release ranked the day without it.';

CREATE TABLE boards (
    date DATE NOT NULL, category VARCHAR NOT NULL, board VARCHAR NOT NULL, status VARCHAR NOT NULL, ranked_repos BIGINT, breakouts INTEGER, notes STRUCT(code VARCHAR, parameters VARCHAR)[]
);
COMMENT ON TABLE boards IS 'A board on a day: how many repos it ranks, and whether its inputs were complete.';
COMMENT ON COLUMN boards.date IS 'The Hub''s day. Unit: UTC day.';
COMMENT ON COLUMN boards.category IS 'Category slug.';
COMMENT ON COLUMN boards.board IS '{boards.names}.';
COMMENT ON COLUMN boards.status IS 'ok; partial (not the whole category was listed, see notes); early (nothing is wrong, but the history is too young for the whole board, or for any row; {boards.needs}); degraded (its inputs were incomplete, see notes); withheld (it cannot be computed, or it failed its check, see notes).';
COMMENT ON COLUMN boards.notes IS 'Caveats, as codes with their figures as a JSON object. The site and the command almanac show print them as sentences. cut_short, archive_cut_short, leaders_only, series_only, day_before_missing, few_whole_weeks, few_snapshots, only_young_repos, downloads_frozen, downloads_fallen, downloads_unsound, likes_unsound, scores_unsound, rates_end_earlier, library_step, author_step, known_change, known_change_of_days; of a board without rows few_growth_days, no_all_time_downloads, young_history, {boards.quiet_codes}, no_likes, no_scores, not_computed, check_failed; earlier_release (a sentence that an earlier release wrote). The parameter expected: the day on which the history will suffice, if a snapshot follows every day. NULL: status ok.';
COMMENT ON COLUMN boards.ranked_repos IS 'Repos of the whole category that the board ranks, those beyond the kept ranks included. {boards.ranked}. 0: the board could not be computed. Unit: repos.';
COMMENT ON COLUMN boards.breakouts IS 'Confirmed breakouts: repos whose false_discovery_rate is at most 0.05. Unit: repos. NULL: boards other than {boards.of_breakouts}, or a board without rows.';

CREATE TABLE families (oid VARCHAR NOT NULL, id VARCHAR, base_relation VARCHAR, base_model VARCHAR, root_model VARCHAR);
COMMENT ON TABLE families IS 'The base model and root model of each model that was ever on a board, as last known.';
COMMENT ON COLUMN families.oid IS 'The repo''s _id. Source: _id.';
COMMENT ON COLUMN families.id IS 'Its name when it was last on a board. Source: id.';
COMMENT ON COLUMN families.base_relation IS 'Its relation to base_model: finetune, quantized, adapter or merge. Source: baseModels.relation. NULL: an original, or unknown.';
COMMENT ON COLUMN families.base_model IS 'Its base model, the first by name of several. Source: baseModels.models.id. NULL: an original, or unknown.';
COMMENT ON COLUMN families.root_model IS 'The model at the end of the chain of base models; for an original, the model itself. A cycle of base models has its alphabetically first model as root.';

CREATE TABLE featured (
    date DATE NOT NULL, category VARCHAR NOT NULL, id VARCHAR NOT NULL, current_id VARCHAR, availability VARCHAR NOT NULL, downloads BIGINT,
    downloads_all_time BIGINT, likes BIGINT, downloads_30d_change_1d BIGINT, downloads_30d_change_7d BIGINT, downloads_30d_change_30d BIGINT,
    downloads_gained_1d BIGINT, downloads_gained_7d BIGINT, downloads_gained_30d BIGINT, likes_1d BIGINT,
    likes_7d BIGINT, likes_30d BIGINT, rank_downloads INTEGER, share_downloads DOUBLE, rank_likes INTEGER, rank_attention INTEGER, oid VARCHAR,
    percentile_downloads DOUBLE, share_likes DOUBLE, rank_trending INTEGER,
    share_trending DOUBLE, age_days DOUBLE, finetunes INTEGER, quantizations INTEGER, adapters INTEGER, "merges" INTEGER,
    notes STRUCT(code VARCHAR, parameters VARCHAR)[], interpolated_spans INTEGER[], unknown_changes STRUCT(code VARCHAR, parameters VARCHAR)[]
);
COMMENT ON TABLE featured IS 'A featured model on a day, as its own API page describes it.';
COMMENT ON COLUMN featured.date IS 'The Hub''s day. Unit: UTC day.';
COMMENT ON COLUMN featured.category IS 'Category that features it.';
COMMENT ON COLUMN featured.id IS 'The documented name.';
COMMENT ON COLUMN featured.current_id IS 'Its name on that day. Source: id. NULL: availability is missing.';
COMMENT ON COLUMN featured.availability IS 'ok, renamed, gated, disabled, or missing (deleted or private: the Hub does not say which).';
COMMENT ON COLUMN featured.downloads IS 'Downloads in the trailing 30 days. Unit: downloads. Source: downloads. NULL: availability is missing, or the response lacks this counter.';
COMMENT ON COLUMN featured.downloads_all_time IS 'Downloads of all time. Unit: downloads. Source: downloadsAllTime. NULL: availability is missing, or the response lacks this counter.';
COMMENT ON COLUMN featured.likes IS 'Likes. Unit: likes. Source: likes. NULL: availability is missing, or the response lacks this counter.';
COMMENT ON COLUMN featured.downloads_30d_change_1d IS 'Change of the 30-day counter in exactly 24 hours: its window moves, so such changes are not downloads and do not add up; see downloads_gained_1d. Unit: downloads. NULL: availability is missing, or unknown for the reason in unknown_changes.';
COMMENT ON COLUMN featured.downloads_30d_change_7d IS 'Change of the 30-day counter in 7 days: its window moves, so such changes are not downloads and do not add up; see downloads_gained_7d. Unit: downloads. NULL: availability is missing, or unknown for the reason in unknown_changes.';
COMMENT ON COLUMN featured.downloads_30d_change_30d IS 'Change of the 30-day counter in 30 days: its window moves, so such changes are not downloads and do not add up; see downloads_gained_30d. Unit: downloads. NULL: availability is missing, or unknown for the reason in unknown_changes.';
COMMENT ON COLUMN featured.downloads_gained_1d IS 'Downloads in exactly 24 hours, by the all-time counter. Unit: downloads. NULL: availability is missing, or unknown for the reason in unknown_changes.';
COMMENT ON COLUMN featured.downloads_gained_7d IS 'Downloads in 7 days, by the all-time counter. Unit: downloads. NULL: availability is missing, or unknown for the reason in unknown_changes.';
COMMENT ON COLUMN featured.downloads_gained_30d IS 'Downloads in 30 days, by the all-time counter. Unit: downloads. NULL: availability is missing, or unknown for the reason in unknown_changes.';
COMMENT ON COLUMN featured.likes_1d IS 'Likes gained in exactly 24 hours. Unit: likes. NULL: availability is missing, or unknown for the reason in unknown_changes.';
COMMENT ON COLUMN featured.likes_7d IS 'Likes gained in 7 days. Unit: likes. NULL: availability is missing, or unknown for the reason in unknown_changes.';
COMMENT ON COLUMN featured.likes_30d IS 'Likes gained in 30 days. Unit: likes. NULL: availability is missing, or unknown for the reason in unknown_changes.';
COMMENT ON COLUMN featured.rank_downloads IS 'Rank by 30-day downloads among the repos observed in its category. NULL: availability is missing, or it was not in its category that day.';
COMMENT ON COLUMN featured.share_downloads IS 'Its share of the 30-day downloads of all repos observed in its category. Unit: 0 to 1. NULL: availability is missing, it was not in its category that day, its downloads are unknown, or all are 0.';
COMMENT ON COLUMN featured.rank_likes IS 'Rank by likes among the repos observed in its category. NULL: availability is missing, or it was not in its category that day.';
COMMENT ON COLUMN featured.rank_attention IS 'Rank on the attention board of its category. NULL: it has no kept rank.';
COMMENT ON COLUMN featured.oid IS 'The repo''s _id, the one first seen under the documented name. Source: _id. NULL: the Hub has never shown a repo of that name.';
COMMENT ON COLUMN featured.interpolated_spans IS 'Which of the spans 1, 7 and 30 days have an interpolated change of likes, because no observation is exactly that old. Changes of downloads over them are interpolated too, and may be over others if the counter was frozen at that moment. NULL: none.';
COMMENT ON COLUMN featured.unknown_changes IS 'Why a change is unknown: not_observed (that many days earlier), not_refreshed (the counter is frozen on this day, or below its previous high), corrected (in between); each with counter (likes, downloads) and days as a JSON object; earlier_release (a sentence that an earlier release wrote). NULL: every change is known, or availability is missing.';
COMMENT ON COLUMN featured.notes IS 'Caveats: name_reused (the name now belongs to another repo) or old_name_reused (its old name does), each with that repo''s oid as a JSON object; earlier_release (a sentence that an earlier release wrote). NULL: no caveats.';
COMMENT ON COLUMN featured.percentile_downloads IS 'Share of the other repos observed in its category that have fewer 30-day downloads. Unit: 0 to 1. NULL: availability is missing, it was not in its category that day, its downloads are unknown, or there are no others.';
COMMENT ON COLUMN featured.share_likes IS 'Its share of the likes of all repos observed in its category. Unit: 0 to 1. NULL: availability is missing, it was not in its category that day, its likes are unknown, or all are 0.';
COMMENT ON COLUMN featured.rank_trending IS 'Rank by the Hub''s trending score among the repos observed in its category. NULL: availability is missing, or it was not in its category that day, or it has no trending score.';
COMMENT ON COLUMN featured.share_trending IS 'Its share of the trending scores of all repos observed in its category. Unit: 0 to 1. NULL: availability is missing, it was not in its category that day, it has no trending score, or all are 0.';
COMMENT ON COLUMN featured.age_days IS 'Days since its creation on the Hub, to the end of the hour in which the snapshot began. Unit: days. NULL: availability is missing, it was not in its category that day, or its creation is unknown.';
COMMENT ON COLUMN featured.finetunes IS 'Finetunes observed that day that name it as their base model, under any of its names. Unit: models. NULL: availability is missing.';
COMMENT ON COLUMN featured.quantizations IS 'Quantized versions, counted like finetunes. Unit: models. NULL: availability is missing.';
COMMENT ON COLUMN featured.adapters IS 'Adapters, counted like finetunes. Unit: models. NULL: availability is missing.';
COMMENT ON COLUMN featured.merges IS 'Merges, counted like finetunes. Unit: models. NULL: availability is missing.';

CREATE TABLE category_daily (
    date DATE NOT NULL, category VARCHAR NOT NULL, repos BIGINT NOT NULL, new_repos BIGINT, downloads BIGINT, likes BIGINT, coverage VARCHAR NOT NULL
);
COMMENT ON TABLE category_daily IS 'A category on a day on which any of its repos was observed.';
COMMENT ON COLUMN category_daily.date IS 'The Hub''s day. Unit: UTC day.';
COMMENT ON COLUMN category_daily.category IS 'Category slug.';
COMMENT ON COLUMN category_daily.repos IS 'Repos observed in it. Unit: repos.';
COMMENT ON COLUMN category_daily.new_repos IS 'Repos created in the 24 hours before they were observed. Unit: repos.';
COMMENT ON COLUMN category_daily.downloads IS 'Sum of the repos'' 30-day downloads. Unit: downloads. NULL: the counter is unsound that day (see status of model_history), or unknown for more than a tenth of the repos.';
COMMENT ON COLUMN category_daily.likes IS 'Sum of the repos'' likes; removed_likes has those that the Hub removed. Unit: likes. NULL: the counter is unsound that day, or unknown for more than a tenth of the repos.';
COMMENT ON COLUMN category_daily.coverage IS 'complete: every repo of the category was listed; leaders: only the top of each list, or less with --limit, so sums are lower bounds; series: only the repos of an imported series; unlisted: the day''s crawl did not list the category, which came into the catalogue later, so only its repos in other lists are counted.';

CREATE TABLE movers (
    date DATE, move VARCHAR, category VARCHAR, board VARCHAR, oid VARCHAR, id VARCHAR, rank INTEGER, rank_1d_ago INTEGER, score DOUBLE,
    likes BIGINT, likes_1d BIGINT, likes_7d DOUBLE, expected_likes_7d DOUBLE, false_discovery_rate DOUBLE, downloads_gained BIGINT, previous_record BIGINT,
    days_compared BIGINT, old VARCHAR, new VARCHAR, likes_since_previous BIGINT, entry VARCHAR
);
COMMENT ON TABLE movers IS 'A notable change of a day, with the figures behind it.';
COMMENT ON COLUMN movers.date IS 'The Hub''s day. Unit: UTC day.';
COMMENT ON COLUMN movers.move IS 'entered_top_10, left_top_10 (boards {boards.of_news}, if there was a board the day before); breakout (false_discovery_rate is at most 0.05, and was not the day before); record_day (at least 10 likes, and more than on any of at least 14 days observed before, in the top 100 of {boards.main}; not after a day without an observation or with frozen counters); license_changed, gated_changed (in the top 100 of {boards.of_news}).';
COMMENT ON COLUMN movers.category IS 'Category slug.';
COMMENT ON COLUMN movers.board IS 'The board that rank and score belong to.';
COMMENT ON COLUMN movers.oid IS 'The repo''s _id. Source: _id.';
COMMENT ON COLUMN movers.id IS 'Its name on that day. Source: id.';
COMMENT ON COLUMN movers.rank IS 'Its rank that day. NULL: it left the top 10 and has no kept rank.';
COMMENT ON COLUMN movers.rank_1d_ago IS 'Its rank the day before. NULL: it had no kept rank then, or there was no board.';
COMMENT ON COLUMN movers.score IS 'Its score on the board. Unit: that of score in trends. NULL: its rank is NULL.';
COMMENT ON COLUMN movers.likes IS 'Likes. Unit: likes. Source: likes. NULL: its rank is NULL, or the response lacks this counter.';
COMMENT ON COLUMN movers.likes_1d IS 'Likes gained in exactly 24 hours; see trends. Unit: likes. NULL: its rank is NULL, or the gain is unknown.';
COMMENT ON COLUMN movers.likes_7d IS 'Likes gained in exactly 7 days, rounded. Unit: likes. NULL: its rank is NULL, or the week was not observed.';
COMMENT ON COLUMN movers.expected_likes_7d IS 'Likes that the previous weeks predict for 7 days; see trends. Unit: likes. NULL: left_top_10, or not observed for long enough.';
COMMENT ON COLUMN movers.false_discovery_rate IS 'Expected share of false breakouts among those of the category that are at least as clear; see trends. Unit: 0 to 1. NULL: where expected_likes_7d is.';
COMMENT ON COLUMN movers.downloads_gained IS 'Downloads gained in the week, by the all-time counter; see trends. Unit: downloads. NULL: its rank is NULL, they are unknown, or fewer than 3 steps brought any.';
COMMENT ON COLUMN movers.previous_record IS 'record_day: the most likes on any of the days compared. Unit: likes. NULL: other moves.';
COMMENT ON COLUMN movers.days_compared IS 'record_day: how many earlier days were compared. Unit: days. NULL: other moves.';
COMMENT ON COLUMN movers.old IS 'license_changed, gated_changed: the old value. NULL: other moves, or it was unknown or unset.';
COMMENT ON COLUMN movers.new IS 'license_changed, gated_changed: the new value. NULL: other moves, or it is unknown or unset.';
COMMENT ON COLUMN movers.likes_since_previous IS 'Likes gained since the previous observation, about a day earlier; see trends. record_day compares it with previous_record. Unit: likes. NULL: its rank is NULL, there is no such observation, or the response lacks likes.';
COMMENT ON COLUMN movers.entry IS 'entered_top_10: returned (in the top 10 on an earlier day of this home''s boards), new (created and first observed since the day before), first_observed (first observed since the day before, but older), entered (observed before). NULL: other moves, or an earlier release computed the day without it.';

CREATE TABLE scorecard (
    date DATE NOT NULL, category VARCHAR NOT NULL, board VARCHAR NOT NULL, target VARCHAR NOT NULL, metric VARCHAR NOT NULL, horizon_days INTEGER NOT NULL, value DOUBLE, value_low DOUBLE, value_high DOUBLE,
    cases BIGINT
);
COMMENT ON TABLE scorecard IS 'How good a board was: how well it predicted its repos'' gains in the following days, and how stable it was, compared with baselines.';
COMMENT ON COLUMN scorecard.date IS 'The Hub''s day of the board that is evaluated. Unit: UTC day.';
COMMENT ON COLUMN scorecard.category IS 'Category slug.';
COMMENT ON COLUMN scorecard.board IS '{boards.own}; or a baseline: hub (the Hub''s own order), likes_1d and likes_7d (likes_since_previous and likes_7d of trends: likes since the previous snapshot and of the last week), likes (all likes). Repos that tie in a baseline share the mean gain of their ranks; repos not observed again are left out.';
COMMENT ON COLUMN scorecard.target IS 'What is predicted: likes or downloads (of all time) gained in horizon_days days after the board; stability: how much the board changed since the day before.';
COMMENT ON COLUMN scorecard.metric IS 'ndcg_20, ndcg_50 (discounted gain of the top 20 or 50, as a share of the largest possible), ndcg_20_log, ndcg_50_log (the same, with each gain as log2(1 + gain)), precision_20 (share of the 20 that gained most, or of all that gained if they are fewer, that its top 20 has), capture_20 (gain of its top 20 as a share of the gain of those); coverage_90 (boards {boards.of_rates}: share of its top 50 whose likes or downloads per day over horizon_days days, rounded to a whole count, were from score_low to score_high), and the same by size of the score (coverage_90_below_1, coverage_90_1_to_10, coverage_90_above_10) and by its basis (coverage_90_24h+7d and so on; see basis in trends); for target stability: overlap (rank-biased overlap with the day before, p = 0.9), churn_20 (share of the top 20 that were not there the day before), bursts_20 (share of those of the top 20 with a known largest_step_share for which it is at least half).';
COMMENT ON COLUMN scorecard.horizon_days IS 'How many days ahead the board predicts; 0 for target stability. Unit: days.';
COMMENT ON COLUMN scorecard.value IS 'The value of the metric. Unit: 0 to 1.';
COMMENT ON COLUMN scorecard.value_low IS 'Lower end of the 90% interval of value, by bootstrap over the repos; for coverage, Wilson''s. Unit: 0 to 1. NULL: target stability.';
COMMENT ON COLUMN scorecard.value_high IS 'Upper end of the 90% interval; see value_low. Unit: 0 to 1. NULL: target stability.';
COMMENT ON COLUMN scorecard.cases IS 'For coverage: how many repos value is a share of. Use it as the weight in means of several rows. Unit: repos. NULL: other metrics.';
