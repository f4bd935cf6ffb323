"""Watch lists and name matching; pure, without knowledge of cases.

Lists are imported as dated snapshots and every party is compared with them. The importers and
the matcher belong here; what a hit means for a case does not.
"""
