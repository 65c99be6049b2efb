"""The room's pages: sign-in and home, the calendar."""
