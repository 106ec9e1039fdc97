class asyncio:
    class sleep:
        def __init__(self, n):
            self.n = n

        def __await__(self):
            return self.n
            yield

    @staticmethod
    def run(coro):
        try:
            coro.send(None)
        except StopIteration as e:
            return e.value


async def add(a, b):
    await asyncio.sleep(0)
    return a + b


async def agen(n):
    for i in range(n):
        yield i
        await asyncio.sleep(0)


class ACM:
    async def __aenter__(self):
        print("aenter")
        return "res"

    async def __aexit__(self, t, v, tb):
        print("aexit", t and t.__name__)
        return True


class AIter:
    def __init__(self):
        self.n = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        self.n += 1
        if self.n > 2:
            raise StopAsyncIteration
        return self.n


async def main():
    print(await add(1, 2))
    async for x in agen(3):
        print("x", x)
    async with ACM() as r:
        print(r)
        raise ValueError("in")
    async for y in AIter():
        print("y", y)
    else:
        print("else")
    print([z async for z in agen(3) if z], {k: await add(k, 1) async for k in agen(2)})
    try:
        await fails()
    except KeyError as e:
        print("caught", e)
    return "done"


async def fails():
    raise KeyError("k")


print(asyncio.run(main()))
