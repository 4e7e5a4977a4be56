"""Domain library of the joint approach: companies, questions, partners, criteria and explained advice."""
