from sqlalchemy import types


class PhoneNumberType(types.TypeDecorator):
    impl = types.Unicode(20)
    cache_ok = True

    def __init__(self, region="US", max_length=20, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.region = region
        self.impl = types.Unicode(max_length)
