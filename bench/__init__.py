"""Benchmarks: each is a program of its own, and calls the product's own functions."""
