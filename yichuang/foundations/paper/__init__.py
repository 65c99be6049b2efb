"""Paper: data and a template become a PDF that is the same every time, can be signed, and shows when it was changed."""
