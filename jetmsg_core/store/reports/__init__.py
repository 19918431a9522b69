"""Delivery reports: what each recipient's says, and the sums over campaigns.

deliveries     what reports said of each recipient, and the counts kept with it
assumed_sent   whoever is submitted because a person said so
meanings       words that were kept with another meaning than they have now
people_called  whom they call by certain states
report_files   the files they came in
rates          what was taken, reported and delivered, by campaign and by hour; why it failed
"""
