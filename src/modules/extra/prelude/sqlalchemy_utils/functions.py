from sqlalchemy_utils import create_database, database_exists, drop_database, get_class_by_table  # noqa: F401
