from _pkg import Base
from _pkg.author import Author
from _pkg import book

print(Author.books is not None, book.Book.__table__.name)
target_metadata = Base.metadata
