# python-dateutil: its time zones.
