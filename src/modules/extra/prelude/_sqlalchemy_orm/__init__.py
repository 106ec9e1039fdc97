"""The part of sqlalchemy.orm that works on rows: sessions, queries, relationships.

Models alone need relationship.py and declare.py; the rest is imported when a script asks for a
Session or a Query.
"""
