"""Qualified signatures (КЕП) of people on texts of the house: kept as received, never made here.

Signers use their own tools. `containers` finds what a file signs, `verifiers` say whether the
signature holds, `services` keep both; where no verifier knows the algorithm, two officers decide.
Electronic identification act, art. 18: a qualified signature stands for one by hand.
"""
