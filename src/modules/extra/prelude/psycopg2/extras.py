"""execute_values() and execute_batch(), and the wrapper of JSON values."""
import json


class Json:
    def __init__(self, adapted, dumps=None):
        self.adapted = adapted
        self._dumps = dumps or json.dumps

    def dumps(self, value):
        return self._dumps(value)


def register_uuid(oids=None, conn_or_curs=None):
    return None


def register_default_json(*args, **kw):
    return None


register_default_jsonb = register_default_json


def _plain(value):
    return value.dumps(value.adapted) if isinstance(value, Json) else value


def _pages(items, size):
    page = []
    for item in items:
        page.append(item)
        if len(page) >= size:
            yield page
            page = []
    if page:
        yield page


def execute_batch(cur, sql, argslist, page_size=100):
    for args in argslist:
        cur.execute(sql, args)


def execute_values(cur, sql, argslist, template=None, page_size=100, fetch=False):
    """One INSERT for a page of rows: "VALUES %s" becomes "VALUES (%s, %s), (%s, %s)"."""
    before, found, after = sql.partition("%s")
    if not found or "%s" in after:
        raise ValueError("the query contains more than one '%s' placeholder" if found
                         else "the query doesn't contain any '%s' placeholder")
    rows = []
    for page in _pages(argslist, page_size):
        texts, params = [], []
        for args in page:
            if isinstance(args, dict):
                if template is None:
                    raise ValueError("rows that are dicts need a template")
                params.extend(_in_order(template, args))
                texts.append(_anonymous(template))
                continue
            params.extend(_plain(value) for value in args)
            texts.append(template or "(" + ", ".join(["%s"] * len(args)) + ")")
        cur.execute(before + ", ".join(texts) + after, tuple(params))
        if fetch:
            rows.extend(cur.fetchall())
    return rows if fetch else None


def _parts(template):
    """The names of a template's placeholders and the texts around them."""
    texts, names = [], []
    rest = template
    while "%(" in rest:
        before, _, rest = rest.partition("%(")
        name, _, rest = rest.partition(")s")
        texts.append(before)
        names.append(name)
    texts.append(rest)
    return texts, names


def _in_order(template, args):
    return [_plain(args[name]) for name in _parts(template)[1]]


def _anonymous(template):
    return "%s".join(_parts(template)[0])
