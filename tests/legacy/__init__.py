"""Tests of the legacy adapter."""
