"""gc: memory is the evaluator's own business."""


def collect(generation=2):
    return 0


def disable():
    pass


enable = freeze = disable


def isenabled():
    return True


def get_objects(generation=None):
    return []
