"""The steps up to the twentieth."""
