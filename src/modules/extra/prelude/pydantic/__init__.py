"""What settings and table models need of pydantic: fields, defaults and plain conversion.

Values are converted to the simple types that environment variables stand for; validators run in the
order in which a class lists them. JSON schemas, serialization and strict modes are not here."""
from pydantic._core import (AfterValidator, AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator,
                            PrivateAttr, PydanticUserError, SecretBytes, SecretStr, TypeAdapter, ValidationError,
                            ValidationInfo, WrapValidator, computed_field, field_serializer, field_validator,
                            model_validator, root_validator, validator)
from pydantic._core import FieldInfo as _FieldInfo
from pydantic.networks import (AnyHttpUrl, AnyUrl, AmqpDsn, EmailStr, FilePath, DirectoryPath, HttpUrl,
                               MariaDBDsn, MongoDsn, MySQLDsn, PostgresDsn, RedisDsn)
from pydantic_settings import BaseSettings  # where pydantic 1 has it
from pydantic.types import (UUID1, UUID3, UUID4, UUID5, UUID6, UUID7, UUID8, AwareDatetime, Discriminator,
                            FiniteFloat, FutureDate, FutureDatetime, Json, NaiveDatetime, NegativeFloat, NegativeInt,
                            NonNegativeFloat, NonNegativeInt, NonPositiveFloat, NonPositiveInt, PastDate,
                            PastDatetime, PositiveFloat, PositiveInt, Strict, StrictBool, StrictFloat, StrictInt,
                            StrictStr, StringConstraints, Tag, confloat, conint, conlist, constr)

VERSION = "2.14.3"
__version__ = VERSION
FieldValidationInfo = ValidationInfo


class Extra:
    allow = "allow"
    ignore = "ignore"
    forbid = "forbid"
