-- The observations that the boards ask for: the one nearest to a day ago, those on both sides of 24 hours and of seven days ago
-- (one and the same where it is exactly that old), and the oldest of the last week and of the last 28 days. Seven days are known from
-- observations up to three days beside that day, or else up to the day itself, as in store.gains. Each macro is an aggregate: `observation` of
-- the row that is the anchor.
-- creates: temp.beyond_day(), temp.beyond_week(), temp.day_ago(), temp.first_of_week(), temp.oldest(), temp.oldest_of_week(),
--     temp.within_day(), temp.within_week()
CREATE OR REPLACE TEMP MACRO day_ago(observation, ago) AS arg_min(observation, abs(ago - 1)) FILTER (ago BETWEEN 0.5 AND 3.5);
CREATE OR REPLACE TEMP MACRO within_day(observation, hours) AS arg_max(observation, hours) FILTER (hours BETWEEN 0 AND 24);
CREATE OR REPLACE TEMP MACRO beyond_day(observation, hours, date, day) AS
    arg_min(observation, hours) FILTER (hours >= 24 AND date >= CAST(day AS DATE) - 4);
CREATE OR REPLACE TEMP MACRO first_of_week(observation, ago) AS arg_max(observation, ago) FILTER (ago <= 7);
CREATE OR REPLACE TEMP MACRO beyond_week(observation, ago, date, day) AS
    arg_min(observation, ago) FILTER (ago >= 7 AND date >= CAST(day AS DATE) - 10);
CREATE OR REPLACE TEMP MACRO within_week(first_of_week, beyond_week, day) AS
    CASE WHEN beyond_week IS NULL OR first_of_week.date <= CAST(day AS DATE) - 4 THEN first_of_week END;
CREATE OR REPLACE TEMP MACRO oldest_of_week(observation, ago) AS arg_max(observation, ago) FILTER (ago <= 7.5);
CREATE OR REPLACE TEMP MACRO oldest(observation, ago) AS arg_max(observation, ago) FILTER (ago <= 28.5);
