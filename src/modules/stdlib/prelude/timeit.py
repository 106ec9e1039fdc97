from time import perf_counter as default_timer
