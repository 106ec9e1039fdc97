"""Database layer: the declarative base and the models."""
