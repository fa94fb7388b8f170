-- Delete figures that were computed again.
-- requires: temp.figure
-- changes: main.scorecard
DELETE FROM scorecard s USING figure f WHERE s.date = f.date AND s.horizon_days = f.horizon_days;
