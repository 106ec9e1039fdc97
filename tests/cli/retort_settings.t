@ settings
# As the packages themselves print it: python-decouple 3.8, environs 15, starlette, pydantic 2.
$ retort current
a b 5434 True 3
['a', 'b', 'c'] ('a', 'b', 'c') False
True info
postgresql://u:p@h:5432/d False True
ValueError invalid literal for int() with base 10: 'a b'
ValueError Invalid truth value: a b
a b 5433 True ['a', ' b ', 'c'] d None
{'x': 1, 'y': 2} ['p', 'q'] 20 5433.0
postgresql://u:p@h:5432/d 5
EnvValidationError Environment variable "NAME" invalid: Not a valid integer.
a b 5433 None True
['a', 'b', 'c'] h a b
[] ['a', 'b']
Secret('**********') 5432 7
ValueError Config 'NAME' has value 'a b'. Not a valid int.
a b 5433 nothing ['a', 'b', 'c'] INFO None ['DB_URL', 'HOSTS', 'LEVEL', 'NAME', 'PORT']
[('h', 5432, 'u', 'p')] postgresql://u:p@h:5432/d
True [1, 2]
postgresql+psycopg://u:p@h:5/d
['x'] ['x', 'y']

# What is not given is missed where it is needed.
$ printf 'from decouple import config\nfrom environs import env\nfrom starlette.config import Config\nkeys = [config("KEY"), env.int("KEY"), Config(".env")("KEY", cast=int)]\nprint(len(keys))\nif keys[0]:\n    pass\n' >mig/env.py; retort current
3
! DIR/mig/env.py:6:4: the value of an expression is not known, but a condition needs it: it comes from the setting 'KEY', which is not given
!      6 | if keys[0]:
!        |    ^~~~~~~
= 1
