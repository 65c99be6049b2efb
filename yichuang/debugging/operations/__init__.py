"""Writes of joint debugging, one file per verb."""
