print("circ_a start")
from circ_b import b_value
a_value = 1
