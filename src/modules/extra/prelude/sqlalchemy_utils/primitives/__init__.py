from .ltree import Ltree
from .weekdays import WeekDay, WeekDays
