"""The facts, in one SQLite file. The only SQL of the project, one module per group of tables.

database, schema, errors, backup     the file: opened, migrated, copied, complained of
ledger                               who is sent what, and what came of it
readings                             the ledger read for people and files
reports, balances                    delivery reports; credits
saved                                what people keep
restoring                            a database that was put back
upgrading, integrity                 one of another version; a damaged one
audit                                who did what, as a chain
processes                            the worker and the sandbox, as the pages see them
bulk, arrow_blocks                   many rows, and blocks of text, in and out
"""
