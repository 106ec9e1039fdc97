# oslo.utils: identifiers as text.
import uuid


def generate_uuid(dashed=True):
    made = uuid.uuid4()
    return str(made) if dashed else made.hex


def is_uuid_like(val):
    try:
        given = str(val).lower().replace("urn:", "").replace("uuid:", "").strip("{}")
        return str(uuid.UUID(str(val))).replace("-", "") == given.replace("-", "")
    except (TypeError, ValueError, AttributeError):
        return False
