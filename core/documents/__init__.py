"""Official documents and files: intake and scanning, printing, sealing, storage."""
