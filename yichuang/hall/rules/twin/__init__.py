"""The hall's twin (hall.md “The digital twin”): a day simulated with the hall's own rule of who is called next. Pure."""
