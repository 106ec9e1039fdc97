"""__future__: every feature is on, or decided by the parser."""
class _Feature:
    compiler_flag = 0


annotations = division = print_function = absolute_import = unicode_literals = _Feature()
generator_stop = nested_scopes = generators = with_statement = barry_as_FLUFL = annotations
all_feature_names = ["nested_scopes", "generators", "division", "absolute_import", "with_statement",
                     "print_function", "unicode_literals", "barry_as_FLUFL", "generator_stop", "annotations"]
