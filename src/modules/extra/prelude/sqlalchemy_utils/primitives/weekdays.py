class WeekDay:
    NUM_WEEK_DAYS = 7

    def __init__(self, index):
        if not 0 <= index < 7:
            raise ValueError("index must be between 0 and 7")
        self.index = index

    def __eq__(self, other):
        return self.index == other.index if isinstance(other, WeekDay) else NotImplemented

    def __hash__(self):
        return hash(self.index)

    def __repr__(self):
        return "WeekDay(%r)" % self.index


class WeekDays:
    def __init__(self, days):
        if isinstance(days, str):
            if len(days) != 7:
                raise ValueError("Bit string must be 7 characters long.")
            if set(days) - {"0", "1"}:
                raise ValueError("Bit string may only contain zeroes and ones.")
            self._days = {WeekDay(i) for i, bit in enumerate(days) if bit == "1"}
        else:
            self._days = set(days._days if isinstance(days, WeekDays) else days)

    def __eq__(self, other):
        if isinstance(other, WeekDays):
            return self._days == other._days
        return self.as_bit_string() == other if isinstance(other, str) else NotImplemented

    def __hash__(self):
        return hash(self.as_bit_string())

    def __contains__(self, day):
        return day in self._days

    def __iter__(self):
        return iter(sorted(self._days, key=lambda day: day.index))

    def __repr__(self):
        return "WeekDays(%r)" % self.as_bit_string()

    def as_bit_string(self):
        return "".join("1" if WeekDay(i) in self._days else "0" for i in range(7))
