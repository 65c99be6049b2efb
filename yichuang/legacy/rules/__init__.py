"""Pure rules of the legacy adapter: careful XML, field tables, messages both ways, signs and result codes."""
