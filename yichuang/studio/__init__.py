"""Studio (事项梳理): where departments write matters, others examine them, and what is proven is published (S2-7…S2-26).

Nouns: draft (草稿, a matter/v1 document being written), revision, review round (业务评审), simulated acceptance (模拟验收), adjustment
request (动态调整). Records `draft.*`, `review.*`, `simulation.*` and `adjustment.*` events; hears `case.received` and
`case.point_questioned`. It stands above `cases` because simulated acceptance runs on the real counter pages; what it publishes goes down
to `catalog`, which knows nothing of how it came about. It never changes a published version and never lets an unproven one through.
"""
