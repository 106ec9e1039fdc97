"""What random_scripts.py is made of: random DDL as trees of Python source, both programs, shrinking."""
