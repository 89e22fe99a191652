"""Who offered themselves: cards, teams, introductions, and the evidence behind them."""
