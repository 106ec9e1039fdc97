# What every translated template begins with: the names that Mako gives to templates and, behind two
# underscores, what the translated code itself calls. Those used in a class end in two underscores
# as well, so that Python does not mangle them.
class __Undefined:
    def __str__(self): raise NameError('Undefined')
    def __bool__(self): return False

UNDEFINED = __Undefined()
STOP_RENDERING = ''
__given__ = {}
__builtin__ = {}
__buffers = [[]]
__callers = []

class __Context:
    kwargs = property(lambda self: dict(__given__))
    def __getitem__(self, name): return __given__[name] if name in __given__ else __builtin__[name]
    def __contains__(self, name): return name in __given__
    def get(self, name, default=None):
        if name in __given__: return __given__[name]
        return __builtin__.get(name, default)
    def keys(self): return list(__given__)
    def write(self, text): __write__(text)
    def writer(self): return __write__

context = __Context()

class __Namespace:
    def __init__(self, members):
        for name, member in members.items(): setattr(self, name, member)

def __get(name, module):
    if name in module: return module[name]
    return context.get(name, UNDEFINED)

def __write__(text): __buffers[-1].append(text)
__w = __write__
def __push(): __buffers.append([])
def __pop(): return ''.join(__buffers.pop())

def capture(function, *args, **kwargs):
    __push()
    try:
        function(*args, **kwargs)
    finally:
        text = __pop()
    return text

def __decorate(decorator, function):
    def decorated(*args, **kwargs): return decorator(function)(context, *args, **kwargs)
    return decorated

# A call with content: the def that is called finds the content as `caller`, what it calls does not.
def __call(content, function):
    __callers.append(content)
    try:
        return function()
    finally:
        __callers.pop()

def __take_caller():
    if not __callers: return UNDEFINED
    content, __callers[-1] = __callers[-1], UNDEFINED
    return content

def __run(render, variables):
    __given__.update(variables)
    render(**variables)
    return ''.join(__buffers[0])

def __filter_unicode(s): return str(s)
def __filter_trim(s): return s.strip()
def __filter_h(s):
    s = str(s).replace('&', '&amp;').replace('>', '&gt;').replace('<', '&lt;')
    return s.replace("'", '&#39;').replace('"', '&#34;')
def __filter_x(s): return __filter_h(s)
def __filter_u(s):
    from urllib.parse import quote_plus
    return quote_plus(s)

# Mako's `loop`: the innermost loop's place in what it runs over.
class __Loop:
    def __init__(self, items, parent):
        self._items, self.parent, self.index = items, parent, 0
    def __iter__(self):
        for item in self._items:
            yield item
            self.index += 1
    def __len__(self): return len(self._items)
    reverse_index = property(lambda self: len(self) - self.index - 1)
    first = property(lambda self: self.index == 0)
    last = property(lambda self: self.index == len(self) - 1)
    even = property(lambda self: not self.odd)
    odd = property(lambda self: bool(self.index % 2))
    def cycle(self, *values):
        if not values: raise ValueError('You must provide values to cycle through')
        return values[self.index % len(values)]

def __enter_loop__(items, parent): return __Loop(items, parent)

class __Loops:
    def __init__(self): self.top = None
    def enter(self, items):
        self.top = __enter_loop__(items, self.top)
        return self.top
    def leave(self):
        self.top = self.top.parent
        return self.top or self

__loops = __Loops()
