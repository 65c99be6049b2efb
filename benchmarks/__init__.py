"""Benchmarks (quality.md): each module has `main()`; `make bench` runs all, `make bench-<name>` one."""
