"""Tests of the I-VAN in a box."""
