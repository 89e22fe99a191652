"""What needs a hand: rules that look at the record and name one next step each."""
