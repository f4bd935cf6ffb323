"""Public figures: much about the whole, nothing about one firm, one buyer or one deal.

`rules` the dated numbers · `facts` what the records say · `disclosure` which cells may be shown (a
page of law) · `tables` the figures of one year · `publication` freezes them, once.
"""
