"""Many pages: built one by one or as one graph, on this machine or inside Spark, Dask or Ray."""

__all__: list[str] = []
