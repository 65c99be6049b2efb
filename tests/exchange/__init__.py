"""The exchange with departments' systems (issue 4; design/exchange.md)."""
