-- Schema 2 to 3. likes_1d is the change in exactly 24 hours; what the attention score counts as the last day, over its true time, has columns
-- of its own. Of an older day only a step of exactly 24 hours tells the change in 24 hours.
ALTER TABLE trends RENAME COLUMN likes_1d TO step_likes;
ALTER TABLE trends RENAME COLUMN days_1d TO step_days;
ALTER TABLE trends ADD COLUMN likes_1d BIGINT;
UPDATE trends SET likes_1d = step_likes WHERE step_days = 1;
ALTER TABLE movers ADD COLUMN step_likes BIGINT;
UPDATE movers SET step_likes = likes_1d, likes_1d = (
    SELECT t.likes_1d FROM trends t
    WHERE t.date = movers.date AND t.category = movers.category AND t.board = movers.board AND t.oid = movers.oid
);
