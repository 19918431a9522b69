"""Whether a database holds what it should: its pages, its sums and what is packed in it.

damage      what is said of a fault, and the pages of the file
sums        counts that are kept beside what they count
contents    blocks, times and words that have to be read
"""
