"""Settings.

account           who is signed in, where, and out of there
erased            the receipts of people who were erased
owned             what a marketer changes here, and who did
settings_table    every other setting, in words
connections       tests the gateway
"""
