"""Legacy adapter (旧接口适配): the XML messages that older department systems speak, and the app-key door they call by (rulebook 5.1, 5.2).

Nouns: message (报文), record, app key, refresh and request secret, file key. Registers the dialect `legacy` with the exchange and hears its
pushes there; what such a system reports ends in the exchange's own `report`. This folder can be deleted whole: nothing below knows of it.
"""
