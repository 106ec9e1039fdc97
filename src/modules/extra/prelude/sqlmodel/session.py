"""Session.exec(): rows of a single column or class come without their row."""
from sqlalchemy.orm import Session as _Session


class Session(_Session):
    def exec(self, statement, *, params=None, **kw):
        result = self.execute(statement, params, **kw)
        columns = (getattr(statement, "_extra", None) or {}).get("columns") or []
        return result.scalars() if len(columns) == 1 else result
