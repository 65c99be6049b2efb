"""Pure rules of the files room: what may be stored, and what the lines on a certificate mean."""
