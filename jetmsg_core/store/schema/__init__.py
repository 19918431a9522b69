"""What the database consists of, step by step.

`migrations` lists the steps in order; what each makes stands in a module with its number, and is
never edited after release. `schema.sql` is what they come to: generated, read by people.
"""
