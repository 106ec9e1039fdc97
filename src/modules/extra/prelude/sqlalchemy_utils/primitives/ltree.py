import re

_PATH = re.compile(r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$")


class Ltree:
    def __init__(self, path):
        if not isinstance(path, (str, Ltree)):
            raise TypeError("Ltree() argument must be a string or an Ltree, not '%s'" % type(path).__name__)
        path = str(path)
        self.validate(path)
        self.path = path

    @classmethod
    def validate(cls, path):
        if not _PATH.match(path):
            raise ValueError("'%s' is not a valid ltree path." % path)

    def __str__(self):
        return self.path

    def __repr__(self):
        return "Ltree(%r)" % self.path

    def __len__(self):
        return len(self.path.split("."))

    def __getitem__(self, key):
        labels = self.path.split(".")[key]
        return Ltree(labels if isinstance(labels, str) else ".".join(labels))

    def __add__(self, other):
        return Ltree("%s.%s" % (self, Ltree(other)))

    def __contains__(self, label):
        return label in self.path.split(".")

    def __eq__(self, other):
        return self.path == str(other) if isinstance(other, (str, Ltree)) else NotImplemented

    def __hash__(self):
        return hash(self.path)
