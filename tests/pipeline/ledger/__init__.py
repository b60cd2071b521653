"""Tests of the ledger, one file for each shelf."""
