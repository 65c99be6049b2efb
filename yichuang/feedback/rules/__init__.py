"""Pure rules of feedback: grades and reasons, sealing, the tables of work orders and complaints, their clocks."""
