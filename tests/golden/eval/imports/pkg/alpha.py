print("alpha", __name__, __package__)
NAME = "alpha"
import pkg
print("pkg is partial:", hasattr(pkg, "VERSION"))
