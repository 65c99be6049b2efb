"""Pages of the data-sharing platform, and the gateway's door."""
