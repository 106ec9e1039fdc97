"""What settings and models take from pydantic's other package."""
from pydantic._core import Undefined as PydanticUndefined  # noqa: F401
from pydantic._core import ValidationError  # noqa: F401
from pydantic.networks import AnyUrl as Url  # noqa: F401
from pydantic.networks import MultiHostUrl  # noqa: F401
