"""The pages of the room: `public` for citizens, `desk` for officers."""
