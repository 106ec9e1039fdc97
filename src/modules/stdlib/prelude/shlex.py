"""shlex: words of a text as a shell has them."""

_PUNCTUATION = "();<>|&"
_LATIN = "ßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ"


class shlex:
    def __init__(self, instream=None, infile=None, posix=False, punctuation_chars=False):
        if instream is None:
            instream = ""  # there is no standard input
        self._text = instream if isinstance(instream, str) else instream.read()
        self._at = 0
        self.infile = infile
        self.posix = posix
        self.eof = None if posix else ""
        self.commenters = "#"
        self.wordchars = "abcdfeghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
        if posix:
            self.wordchars += _LATIN
        self.whitespace = " \t\r\n"
        self.whitespace_split = False
        self.quotes = "'\""
        self.escape = "\\"
        self.escapedquotes = '"'
        self.lineno = 1
        self.token = ""
        self.pushback = []
        self._punctuation = _PUNCTUATION if punctuation_chars is True else punctuation_chars or ""
        if self._punctuation:
            self.wordchars = "".join(c for c in self.wordchars + "~-./*?=" if c not in self._punctuation)

    @property
    def punctuation_chars(self):
        return self._punctuation

    def push_token(self, tok):
        self.pushback.insert(0, tok)

    def get_token(self):
        return self.pushback.pop(0) if self.pushback else self.read_token()

    def __iter__(self):
        return self

    def __next__(self):
        token = self.get_token()
        if token == self.eof:
            raise StopIteration
        return token

    def _next(self):
        c = self._text[self._at:self._at + 1]
        self._at += 1
        if c == "\n":
            self.lineno += 1
        return c

    def _back(self):
        self._at -= 1

    def _skip_line(self):
        end = self._text.find("\n", self._at)
        self._at = len(self._text) if end < 0 else end + 1
        self.lineno += 1

    def _escaped(self):
        c = self._next()
        if not c:
            raise ValueError("No escaped character")
        return c

    def _quoted(self, quote):
        """What stands between two quotes, the first of which has been read."""
        text = ""
        while True:
            c = self._next()
            if not c:
                raise ValueError("No closing quotation")
            if c == quote:
                return text
            if self.posix and c in self.escape and quote in self.escapedquotes:
                follows = self._escaped()
                text += follows if follows in (quote, c) else c + follows
            else:
                text += c

    def _begin(self):
        """The first part of a token, and whether it may go on; None at the end."""
        while True:
            c = self._next()
            if not c:
                return None, False
            if c in self.whitespace:
                continue
            if c in self.commenters:
                self._skip_line()
            elif self.posix and c in self.escape:
                return self._escaped(), True
            elif c in self.quotes:
                text = self._quoted(c)
                return (text, True) if self.posix else (c + text + c, False)
            elif c in self._punctuation:
                return self._run(c), False
            else:
                return c, c in self.wordchars or self.whitespace_split

    def _run(self, text):
        while (c := self._next()) and c in self._punctuation:
            text += c
        self._back()
        return text

    def read_token(self):
        token, goes_on = self._begin()
        if token is None:
            return self.eof
        while goes_on:
            c = self._next()
            if not c or c in self.whitespace:
                break
            if c in self.commenters:
                self._skip_line()
                goes_on = not self.posix
            elif self.posix and c in self.quotes:
                token += self._quoted(c)
            elif self.posix and c in self.escape:
                token += self._escaped()
            elif c in self.wordchars or c in self.quotes or \
                    self.whitespace_split and c not in self._punctuation:
                token += c
            else:
                self._back()
                goes_on = False
        self.token = token
        return token


def split(s, comments=False, posix=True):
    if s is None:
        raise ValueError("s argument must not be None")
    lexer = shlex(s, posix=posix)
    lexer.whitespace_split = True
    if not comments:
        lexer.commenters = ""
    return list(lexer)


def quote(s):
    import re
    if not s:
        return "''"
    if re.search(r"[^\w@%+=:,./-]", s, re.ASCII) is None:
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"


def join(split_command):
    return " ".join(quote(word) for word in split_command)
