# The null device takes whatever is written, as a subprocess's stderr would be.
import os

with open(os.devnull, "w") as devnull:
    print(devnull.write("nobody reads this"), devnull.closed)
print(devnull.closed)
