"""The facts, in one SQLite file. The only SQL of the project, one module per group of tables."""
