"""Commands about posters on this and other machines.

posters     run one, and see which there are
"""
