from ..alpha import NAME
from . import __name__ as parent_name

value = (NAME, parent_name)
