"""Settings: `settings_table` says every setting in words, `connections` tests the gateway."""
