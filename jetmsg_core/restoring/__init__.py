"""A database that was put back from an earlier time: found, held, and explained to a person.

mark        what left last, noted outside the database file
doubts      what a worker asks before it sends: is this database of now?
sleeps      whether the machine slept, or was put back with its memory, while the program ran
evidence    what is known of the people who wait in a held campaign
assessment  what the balance says about them
replacing   `restore COPY`: the copy in the place of the database, which is put aside
data_check  whether the database holds what it should: `check-data`, and a look at start
kept        opt-outs and templates newer than the copy, offered back
"""
