-- The archived days with their hours.
-- requires: temp.archived_row
-- creates: temp.archived_hour
CREATE OR REPLACE TEMP TABLE archived_hour AS SELECT day, observed_at, count(*) AS rows FROM archived_row GROUP BY day, observed_at;
