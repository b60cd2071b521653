"""The ground: what we know before any file arrives (settings, law, codes, provider profiles)."""
