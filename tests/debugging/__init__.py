"""Tests of joint debugging."""
