"""From the record of events and people to the columns that metrics look at. SQL first."""
