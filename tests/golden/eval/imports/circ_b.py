print("circ_b start")
try:
    from circ_a import a_value
except ImportError as e:
    print(str(e).split(" (/")[0].split(" (/")[0].replace(__file__.rsplit("/", 1)[0], "")[:120])
import circ_a
print(hasattr(circ_a, "a_value"))
try:
    circ_a.a_value
except AttributeError as e:
    print(e)
b_value = 2
