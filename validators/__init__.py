"""Room 2: is this right? Product: Report (of Findings)."""
