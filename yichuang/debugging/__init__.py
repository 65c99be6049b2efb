"""Joint debugging (接口联调): a bench on which a system of the test environment proves itself, and the sheets that follow (S0-18…S0-21).

Nouns: run, step with its evidence, joint-debug sheet (接口联调确认单), opening sheet (事项开通确认单). Pushes as the exchange
does; a practice case received for it goes the whole way. It never touches a real case.
"""
