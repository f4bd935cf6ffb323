"""The pages of a company: a draft from its first page to the declaration, and the case after it."""
