"""How long the files of cases are kept, who may keep them longer, and how they are given up.

What proves a decision (records, events, ballots, sealed documents) is kept for ever. Only the
content of files that were sent with a case has a term; their names and digests stay.
"""
