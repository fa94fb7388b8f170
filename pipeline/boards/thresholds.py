"""From where on a figure is called something. Apart, since readers want them who wait for no numpy."""

FALSE_DISCOVERIES = 0.05  # q of a breakout, at most
BURST = 0.5  # of the week's gain in one step, at least
