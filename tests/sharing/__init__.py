"""Tests of the data-sharing platform."""
