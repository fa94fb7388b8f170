-- Rows without a valid identity; most days have none.
-- creates: temp.rejected_row
CREATE OR REPLACE TEMP TABLE rejected_row (kind VARCHAR, listing VARCHAR, file VARCHAR, reason VARCHAR, row VARCHAR);
