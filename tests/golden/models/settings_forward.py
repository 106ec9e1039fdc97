from typing import Annotated, List, Optional

from pydantic import BaseModel, Field, PydanticUserError


class User(BaseModel):
    name: str
    settings: "Settings | None" = None
    rest: List["Settings"] = []
    limit: "Limit" = 3


class Admin(User):
    level: int = 1


try:
    User(name="early")
except PydanticUserError as e:
    print(str(e).splitlines()[0])


class Settings(BaseModel):
    port: int = 1


Limit = Annotated[int, Field(gt=0)]
User.model_rebuild()
u = User(name="x", settings={"port": "5"}, limit="7")
a = Admin(name="y", settings={"port": "6"})
print(type(u.settings).__name__, u.settings.port, u.limit, a.settings.port, a.level, a.limit)
print(User(name="z").settings)
