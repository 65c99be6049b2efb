"""Yichuang (一窗): the open one-window government-service platform."""
