"""Online applications (网上件, S2-46): submitted online, examined by the department beforehand, received at a counter.

Nothing is received and no legal clock runs before a counter receives it (行政许可法 32); docs/decisions/online-applications.md.
"""
