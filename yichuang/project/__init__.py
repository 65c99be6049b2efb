"""The roof: settings, URLs and processes that plug the rooms together; nothing imports it."""
