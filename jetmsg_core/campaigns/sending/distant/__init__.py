"""Calls that are made on other machines.

fleet_calls   the posters of a fleet, its epoch on disk, and calls that a dead worker left to them
"""
