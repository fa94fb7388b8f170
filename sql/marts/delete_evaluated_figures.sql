-- Figures of the pairs of days that were evaluated again.
-- requires: temp.figure
-- changes: main.scorecard
DELETE FROM scorecard s USING figure f WHERE s.date = f.date AND s.horizon_days = f.horizon_days;
