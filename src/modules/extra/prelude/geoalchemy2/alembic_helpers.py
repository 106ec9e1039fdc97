"""env.py hooks: Retort itself leaves the tables of PostGIS alone and renders the types."""
_POSTGIS = {"spatial_ref_sys", "geometry_columns", "geography_columns", "raster_columns", "raster_overviews"}


def include_object(obj, name, obj_type, reflected, compare_to):
    return not (obj_type == "table" and name in _POSTGIS)


def render_item(obj_type, obj, autogen_context):
    if obj_type == "type" and type(obj).__module__.startswith("geoalchemy2"):
        autogen_context.imports.add("from geoalchemy2 import %s" % type(obj).__name__)
        return repr(obj)
    return False


def writer(context, revision, directives):
    return None
