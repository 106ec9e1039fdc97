"""sqlalchemy.dialects.oracle: what VECTOR columns, and indexes on them, are described with."""
import dataclasses
import enum


class VectorIndexType(enum.Enum):
    HNSW = "HNSW"
    IVF = "IVF"


class VectorDistanceType(enum.Enum):
    EUCLIDEAN = "EUCLIDEAN"
    DOT = "DOT"
    COSINE = "COSINE"
    MANHATTAN = "MANHATTAN"


class VectorStorageFormat(enum.Enum):
    INT8 = "INT8"
    BINARY = "BINARY"
    FLOAT32 = "FLOAT32"
    FLOAT64 = "FLOAT64"


class VectorStorageType(enum.Enum):
    SPARSE = "SPARSE"
    DENSE = "DENSE"


@dataclasses.dataclass
class VectorIndexConfig:
    index_type: VectorIndexType = VectorIndexType.HNSW
    distance: object = None
    accuracy: object = None
    hnsw_neighbors: object = None
    hnsw_efconstruction: object = None
    ivf_neighbor_partitions: object = None
    ivf_sample_per_partition: object = None
    ivf_min_vectors_per_partition: object = None
    parallel: object = None

    def __post_init__(self):
        self.index_type = VectorIndexType(self.index_type)
        for name, value in vars(self).items():
            if name not in ("index_type", "distance") and not isinstance(value, (int, type(None))):
                raise TypeError("%s must be an integer ifprovided, got %s" % (name, type(value).__name__))


class SparseVector:
    def __init__(self, num_dimensions, indices, values):
        if len(indices) != len(values):
            raise TypeError("indices and values must be of the same length!")
        self.num_dimensions = num_dimensions
        self.indices = indices
        self.values = values
