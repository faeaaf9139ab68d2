# Sources of the dispatch layer.
