"""What happens to a licence after its issue.

Shipments, serial numbers, proof of delivery, end-use checks, incidents and stop orders belong
here. The licence itself and its state belong to `licensing`.
"""
