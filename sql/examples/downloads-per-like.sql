-- All-time counters. For models liked more than used, reverse the order.
FROM models
SELECT id, pipeline_tag AS task, (downloads_all_time / likes)::BIGINT AS downloads_per_like, downloads_all_time, likes, library_name
WHERE likes >= 20
ORDER BY downloads_per_like DESC NULLS LAST, id
LIMIT 20;
