"""What leaves the system: decision records, exports, their proof, the auditor's desk."""
