"""The verbs of licensing: lock, ask the policy, write, record the event, promise the effects."""
