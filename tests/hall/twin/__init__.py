"""Tests of the hall's twin."""
