@ settings
# As the packages themselves print it: python-decouple 3.8, environs 15, starlette, pydantic 2.
$ retort current
a b 5434 True 3
['a', 'b', 'c'] ('a', 'b', 'c') False
True info
postgresql://u:p@h:5432/d False True
UndefinedValueError NOT_THERE not found. Declare it as envvar or define a default value.
ValueError invalid literal for int() with base 10: 'a b'
ValueError Invalid truth value: a b
a b 5433 True ['a', ' b ', 'c'] d None
{'x': 1, 'y': 2} ['p', 'q'] 20 5433.0
postgresql://u:p@h:5432/d 5
EnvNotSetError Environment variable "NOT_THERE" not set
EnvValidationError Environment variable "NAME" invalid: Not a valid integer.
a b 5433 None True
['a', 'b', 'c'] h a b
Secret('**********') 5432 7
KeyError "Config 'NOT_THERE' is missing, and has no default."
ValueError Config 'NAME' has value 'a b'. Not a valid int.
a b 5433 nothing ['a', 'b', 'c'] INFO None ['DB_URL', 'HOSTS', 'LEVEL', 'NAME', 'PORT']
[('h', 5432, 'u', 'p')] postgresql://u:p@h:5432/d
True [1, 2]
postgresql+psycopg://u:p@h:5/d
['x'] ['x', 'y']
