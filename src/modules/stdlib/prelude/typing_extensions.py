"""typing_extensions: everything is in typing here."""
import typing as _typing
from typing import *
from typing import (Annotated, Any, ClassVar, Concatenate, Final, ForwardRef, Generic, Literal, LiteralString,
                    NamedTuple, Never, NewType, NoReturn, NotRequired, Optional, ParamSpec, Protocol, ReadOnly,
                    Required, Self, TYPE_CHECKING, TypeAlias, TypeAliasType, TypedDict, TypeGuard, TypeIs, TypeVar,
                    TypeVarTuple, Union, Unpack, cast, dataclass_transform, deprecated, final, get_args,
                    get_origin, get_type_hints, overload, override, runtime_checkable)


def __getattr__(name):
    return getattr(_typing, name)
