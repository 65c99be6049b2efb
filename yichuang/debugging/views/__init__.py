"""Doors of joint debugging."""
