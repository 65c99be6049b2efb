"""Official documents of a case: what they say, as data, and the paper it becomes (rulebook 6.2; design/lifecycle.md, Documents)."""
