-- A featured model that the Hub does not show.
SELECT category, id AS what, availability AS seen FROM featured WHERE date = $date AND availability = 'missing';
