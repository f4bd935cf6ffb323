"""What the legal act says: the decision record and the records of licence and refusal.

Pure builders from kept facts to plain data; `services/deciding.py` numbers, stores and sends.
"""
