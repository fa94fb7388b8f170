-- Expand the compacted months that hold rows to move, so that these can be updated. compact_past_months compacts them again.
-- requires: temp.name_move, store.compacted_day, store.daily_interval, store.observed
-- creates: temp.day_to_expand, temp.expanded_row, temp.month_to_expand
-- changes: store.answer, store.compacted_day, store.daily, store.daily_interval
CREATE OR REPLACE TEMP TABLE month_to_expand AS
SELECT DISTINCT i.kind, i.month FROM store.daily_interval i SEMI JOIN name_move m ON m.repo = i.repo AND m.version = i.version;

CREATE OR REPLACE TEMP TABLE day_to_expand AS SELECT c.kind, c.date, c.month FROM store.compacted_day c SEMI JOIN month_to_expand USING (kind, month);

CREATE OR REPLACE TEMP TABLE expanded_row AS
SELECT o.* FROM store.observed o SEMI JOIN day_to_expand USING (kind, date);

DELETE FROM store.daily_interval i USING month_to_expand m WHERE i.kind = m.kind AND i.month = m.month;
DELETE FROM store.compacted_day c USING day_to_expand d WHERE c.kind = d.kind AND c.date = d.date;
DELETE FROM store.answer a USING day_to_expand d WHERE a.kind = d.kind AND a.date = d.date;
INSERT INTO store.daily BY NAME SELECT * FROM expanded_row ORDER BY kind, date, store.storage_key(kind, repo, downloads_all_time, downloads, 18);
DROP TABLE expanded_row;
