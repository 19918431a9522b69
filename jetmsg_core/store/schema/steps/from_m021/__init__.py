"""The steps from the twenty-first on."""
