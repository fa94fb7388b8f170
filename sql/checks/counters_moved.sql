-- A kind whose download counters stood still: the Hub's daily refresh was late or did not happen.
SELECT kind, 'moved_share' AS what, moved_share AS seen FROM store.snapshot WHERE date = $date AND moved_share < 0.25;
