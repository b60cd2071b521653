"""Room 4: answers come back. Products: Receipt, Match, Statement."""
