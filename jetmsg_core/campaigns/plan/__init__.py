"""From contacts and a text to calls. Pure."""
