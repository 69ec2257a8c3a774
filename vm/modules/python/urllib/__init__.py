"""Web addresses: see urllib.parse."""
