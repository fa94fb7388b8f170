"""What people take away: files a day of the published relations, their data card, and a dataset repo of them on the Hub."""
