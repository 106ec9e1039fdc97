"""What settings need of starlette: its Config, and the texts it makes."""
