# Sources of the api layer.
