"""The arrows, one file for each."""
