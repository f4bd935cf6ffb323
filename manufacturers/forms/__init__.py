"""Forms: `company` for itself and its people, `goods` for products and production lines."""
