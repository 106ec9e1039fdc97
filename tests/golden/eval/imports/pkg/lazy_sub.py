print("lazy_sub loaded")
x = 1
