"""What the steps of `schema.migrations` make, a module for each that is more than a line, under its
number. Never edited after release: databases made by it are out there."""
