"""The region Limburg as data: territory, topics, criteria and goals."""
