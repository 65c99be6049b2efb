"""Hall (办事大厅): tickets, dispatch, calling, screens, appointments, the opening calendar and the hall's digital twin (S2-6, S2-27…S2-38).

Nouns: ticket, item of a ticket, window skill, officer skill, seat, hall settings, device, appointment.
Records `ticket.*`, `seat.*`, `hall.*`, `device.*` and `appointment.*` events; gives the counter the person in front of it through a port
of `cases`. It never decides about a case and never refuses a ticket.
"""
