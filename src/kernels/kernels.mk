# Sources of the kernels layer.
