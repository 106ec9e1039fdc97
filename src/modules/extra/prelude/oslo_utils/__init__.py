# OpenStack's small helpers: times, identifiers and words for true and false.
