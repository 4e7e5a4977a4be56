"""The pages on which a company sees and steers what happens with its data."""
