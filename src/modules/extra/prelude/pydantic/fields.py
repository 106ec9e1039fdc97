from pydantic._core import Field, FieldInfo, PrivateAttr, computed_field  # noqa: F401
