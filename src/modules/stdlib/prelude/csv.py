"""csv: over lists of lines and opened files."""
QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE = 0, 1, 2, 3


class Error(Exception):
    pass


class Dialect:
    delimiter, quotechar, escapechar = ",", '"', None
    doublequote, skipinitialspace, lineterminator, quoting, strict = True, False, "\r\n", QUOTE_MINIMAL, False


class excel(Dialect):
    pass


class excel_tab(excel):
    delimiter = "\t"


class unix_dialect(Dialect):
    quoting, lineterminator = QUOTE_ALL, "\n"


_dialects = {"excel": excel, "excel-tab": excel_tab, "unix": unix_dialect}


def register_dialect(name, dialect=excel, **options):
    _dialects[name] = type(name, (dialect,), options)


def list_dialects():
    return list(_dialects)


def get_dialect(name):
    if name not in _dialects:
        raise Error("unknown dialect")
    return _dialects[name]


def _options(dialect, kw):
    d = get_dialect(dialect) if isinstance(dialect, str) else dialect
    return type("dialect", (d if isinstance(d, type) else type(d),), kw)


class reader:
    def __init__(self, iterable, dialect="excel", **kw):
        self._it = iter(iterable)
        self.dialect = _options(dialect, kw)
        self.line_num = 0

    def __iter__(self):
        return self

    def __next__(self):
        d = self.dialect
        row, field, quoted, was_quoted = [], "", False, False
        line = next(self._it)
        self.line_num += 1
        i = 0
        if not line.rstrip("\r\n"):
            return []
        while True:
            if i >= len(line):
                if not quoted:
                    break
                try:
                    line, i = next(self._it), 0
                    self.line_num += 1
                except StopIteration:
                    if d.strict:
                        raise Error("unexpected end of data") from None
                    break
                continue
            c = line[i]
            i += 1
            if d.escapechar and c == d.escapechar and i < len(line):
                field += line[i]
                i += 1
            elif quoted:
                if c == d.quotechar:
                    if d.doublequote and line[i:i + 1] == c:
                        field += c
                        i += 1
                    else:
                        quoted = False
                else:
                    field += c
            elif c == d.quotechar and not field and not was_quoted and d.quoting != QUOTE_NONE:
                quoted = was_quoted = True
            elif c == d.delimiter:
                row.append(self._value(field, was_quoted))
                field, was_quoted = "", False
            elif c in "\r\n":
                break
            elif c == " " and d.skipinitialspace and not field:
                pass
            else:
                field += c
        row.append(self._value(field, was_quoted))
        return row

    def _value(self, field, was_quoted):
        if self.dialect.quoting == QUOTE_NONNUMERIC and not was_quoted:
            return float(field)
        return field


class writer:
    def __init__(self, fileobj, dialect="excel", **kw):
        self._f = fileobj
        self.dialect = _options(dialect, kw)

    def _field(self, v, alone):
        d = self.dialect
        text = "" if v is None else str(v)
        special = any(c in text for c in (d.delimiter, d.quotechar or "", "\r", "\n") if c)
        if d.quoting == QUOTE_ALL or d.quoting == QUOTE_NONNUMERIC and not isinstance(v, (int, float)) or \
                d.quoting == QUOTE_MINIMAL and (special or alone and not text):
            q = d.quotechar
            return q + text.replace(q, q * 2 if d.doublequote else (d.escapechar or "") + q) + q
        if special and d.quoting == QUOTE_NONE:
            if not d.escapechar:
                raise Error("need to escape, but no escapechar set")
            for c in (d.escapechar, d.delimiter, "\n"):
                text = text.replace(c, d.escapechar + c)
        return text

    def writerow(self, row):
        row = list(row)
        return self._f.write(self.dialect.delimiter.join([self._field(v, len(row) == 1) for v in row])
                             + self.dialect.lineterminator)

    def writerows(self, rows):
        for r in rows:
            self.writerow(r)


class DictReader:
    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", **kw):
        self._names, self.restkey, self.restval = fieldnames, restkey, restval
        self.reader = reader(f, dialect, **kw)

    @property
    def fieldnames(self):
        if self._names is None:
            self._names = next(self.reader, None)
        return self._names

    @property
    def line_num(self):
        return self.reader.line_num

    def __iter__(self):
        return self

    def __next__(self):
        names = self.fieldnames
        row = next(self.reader)
        while row == []:
            row = next(self.reader)
        d = dict(zip(names, row))
        if len(row) > len(names):
            d[self.restkey] = row[len(names):]
        for n in names[len(row):]:
            d[n] = self.restval
        return d


class DictWriter:
    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", **kw):
        self.fieldnames, self.restval, self.extrasaction = list(fieldnames), restval, extrasaction
        self.writer = writer(f, dialect, **kw)

    def writeheader(self):
        return self.writerow({n: n for n in self.fieldnames})

    def writerow(self, row):
        extra = [k for k in row if k not in self.fieldnames]
        if extra and self.extrasaction == "raise":
            raise ValueError("dict contains fields not in fieldnames: " + ", ".join(map(repr, extra)))
        return self.writer.writerow([row.get(n, self.restval) for n in self.fieldnames])

    def writerows(self, rows):
        for r in rows:
            self.writerow(r)
