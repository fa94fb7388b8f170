-- Sort the licenses of descriptions stored by earlier releases, which kept the order of the tags, and delete the changes
-- that were only another order.
CREATE OR REPLACE TEMP MACRO sorted_licenses(text) AS nullif(array_to_string(list_sort(list_distinct(string_split(text, ','))), ','), '');
UPDATE store.description SET license = sorted_licenses(license) WHERE contains(license, ',') AND license IS DISTINCT FROM sorted_licenses(license);
UPDATE store.event
SET old = sorted_licenses(old), new = sorted_licenses(new)
WHERE event = 'license' AND (old IS DISTINCT FROM sorted_licenses(old) OR new IS DISTINCT FROM sorted_licenses(new));
DELETE FROM store.event WHERE event = 'license' AND old IS NOT DISTINCT FROM new;
UPDATE movers
SET old = sorted_licenses(old), new = sorted_licenses(new)
WHERE move = 'license_changed' AND (old IS DISTINCT FROM sorted_licenses(old) OR new IS DISTINCT FROM sorted_licenses(new));
DELETE FROM movers WHERE move = 'license_changed' AND old IS NOT DISTINCT FROM new;
DROP MACRO sorted_licenses;
