"""Whether a loop runs."""
import asyncio


def loop_name():
    try:
        return asyncio.get_running_loop().is_running()
    except RuntimeError as e:
        return str(e)


async def asks():
    return loop_name()


async def fails():
    raise ValueError("x")


print(loop_name(), asyncio.run(asks()), loop_name())
try:
    asyncio.run(fails())
except ValueError as e:
    print(e, loop_name())
