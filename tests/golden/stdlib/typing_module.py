import typing as t
from typing import *
from typing import get_type_hints
import collections.abc
print(Optional[int], Union[int, str], Union[int, None], List[int], Dict[str, Any], Tuple[int, ...], Callable[[int], str], Optional[List[str]], Union[int, Union[str, int]], Any, Type[int], Literal["a", 1], Annotated[int, "meta"], ClassVar[int], Final[str], Iterable[int], Sequence["X"], Callable[..., int], Set[int])
print(get_origin(Optional[int]) is Union, get_args(Optional[int]), get_origin(List[int]), get_args(Dict[str, int]), get_origin(list[int]), get_args(list[int]), get_args(Callable[[int, str], bool]), get_origin(int), get_args(int), get_origin(Annotated[int, 5]) is Annotated, get_args(Annotated[int, 5]), get_args(Literal["a", "b"]), get_origin(int | None), get_args(int | None), get_args(List["X"]))
print(Optional[int].__args__, List[int].__origin__, Annotated[int, 1, 2].__metadata__, (int | str).__args__, list[int].__args__, Optional[int] == Union[None, int], List[int] == List[int], List[int] == List[str], int | None, None | int, list[int] | None, Optional["A"], dict[str, list[int]], tuple[int, ...], type[int])
T = TypeVar("T"); B = TypeVar("B", bound=int)
class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
print(Box[int](5).v, Box(6).v, T, TYPE_CHECKING, cast(int, "x"), NewType("UserId", int)(5))
class NT(NamedTuple):
    a: int
    b: str = "d"
    def show(self): return f"{self.a}{self.b}"
print(NT(1), NT(1, "z").show(), NT._fields, NT(2)._replace(a=9), NT(1)._asdict())
class TD(TypedDict, total=False):
    x: int
print(TD(x=1), TD.__annotations__, {"x": 1} == TD(x=1))
class Proto(Protocol):
    def run(self) -> int: ...
class Impl:
    def run(self): return 1
@runtime_checkable
class RP(Protocol):
    def run(self) -> int: ...
print(isinstance(Impl(), RP), isinstance(5, RP))
@overload
def f(x: int) -> int: ...
def f(x: "Optional[int]" = None) -> Dict[str, int]: return {}
print(f.__annotations__)
class Ann:
    a: int
    b: Optional[str] = None
print(Ann.__annotations__, isinstance([], collections.abc.Sequence), isinstance({}, collections.abc.Mapping), isinstance(5, collections.abc.Iterable), isinstance("a", collections.abc.Sequence), isinstance({1}, collections.abc.Set), isinstance(print, collections.abc.Callable), isinstance((x for x in ()), collections.abc.Iterator), isinstance([], collections.abc.Hashable))
