"""Pure rules of the exchange: names on the wire, signatures, what to do after an attempt, scopes, addresses."""
