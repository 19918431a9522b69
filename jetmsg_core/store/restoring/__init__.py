"""What is known of a database that was put back from an earlier time.

generations    the lives of workers, and whether a call that left is known here
restorations   campaigns held since then
facts          what is known of the people who wait in them
replacing      whether a copy can become the database, and what it lacks
kept           opt-outs and templates newer than the copy
"""
