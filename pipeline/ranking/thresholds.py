"""Numbers that boards and the command line share, in a module without polars."""

FALSE_DISCOVERY_RATE = 0.05  # false_discovery_rate of a breakout, at most
BURST_SHARE = 0.5  # of the week's gain in one step, at least
WINDOW_DAYS = 7.5  # days: the last week, for day-by-day steps
HORIZON_DAYS = (1, 3, 7)  # days ahead for which boards are evaluated
EVALUATED_RANKS = 50  # ranks of a board that its intervals are evaluated by
RATE_CAP_FACTOR = 3  # times the median of the week's other days, the cap of a day's downloads
