"""The verbs of the commission. Each: lock → ask policy → write → event → outbox, at once."""
