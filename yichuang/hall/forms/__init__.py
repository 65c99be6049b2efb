"""Inputs of the hall's pages, shared with its API."""
