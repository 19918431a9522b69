"""Delivery reports: what each recipient's says, and the sums over campaigns."""
