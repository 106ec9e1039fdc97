"""What settings and table models need of pydantic: fields, defaults and plain conversion.

Values are converted to the simple types that environment variables stand for; validators run in the
order in which a class lists them. JSON schemas, serialization and strict modes are not here."""
from pydantic._core import (AliasChoices, BaseModel, ConfigDict, Field, PrivateAttr, PydanticUserError, SecretBytes,
                            SecretStr, ValidationError, ValidationInfo, computed_field, field_serializer, field_validator,
                            model_validator, root_validator, validator)
from pydantic._core import FieldInfo as _FieldInfo
from pydantic.networks import (AnyHttpUrl, AnyUrl, AmqpDsn, EmailStr, FilePath, DirectoryPath, HttpUrl,
                               MariaDBDsn, MongoDsn, MySQLDsn, PostgresDsn, RedisDsn)
from pydantic.types import (AwareDatetime, Discriminator, NaiveDatetime, NonNegativeInt, PositiveInt,
                            Strict, StrictBool, StrictInt, StrictStr, StringConstraints, Tag, conint, conlist,
                            constr, confloat, Json)

VERSION = "2.14.3"
__version__ = VERSION
FieldValidationInfo = ValidationInfo


class Extra:
    allow = "allow"
    ignore = "ignore"
    forbid = "forbid"
