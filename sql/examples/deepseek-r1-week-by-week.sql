-- en: How many likes and downloads did DeepSeek-R1 gain, week by week?
-- ko: DeepSeek-R1은 매주 좋아요와 다운로드를 얼마나 얻었는가?
-- From the last good observation of each week to that of the week before, with the days in between. Another repo: change its name.
WITH week AS (
    FROM history_of('deepseek-ai/DeepSeek-R1')
    SELECT date_trunc('week', date)::DATE AS week, *
    WHERE status = 'observed'
    QUALIFY row_number() OVER (PARTITION BY kind, week ORDER BY date DESC) = 1
)
FROM week
SELECT week, date AS observed_on, date - lag(date) OVER weeks AS days, likes, likes - lag(likes) OVER weeks AS likes_gained,
    downloads_all_time, downloads_all_time - lag(downloads_all_time) OVER weeks AS downloads_gained, downloads_gained // days AS downloads_a_day
WINDOW weeks AS (PARTITION BY kind ORDER BY date)
ORDER BY week DESC
LIMIT 26;
