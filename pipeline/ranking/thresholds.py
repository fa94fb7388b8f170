"""Numbers that boards and the command line share, without polars."""

FALSE_DISCOVERY_RATE = 0.05  # of a breakout, at most
BURST_SHARE = 0.5  # of the week's gain in one step, at least
WINDOW_DAYS = 7.5  # days: the week, for day-by-day steps
HORIZON_DAYS = (1, 3, 7)  # days ahead that boards are evaluated for
MAIN_HORIZON_DAYS = 3  # of these, for displays of a single one
EVALUATED_RANKS = 50  # of a board, for evaluating intervals
RATE_CAP_FACTOR = 3  # times the median of the week's other days: cap of a day's downloads
