# Sources of the text layer.
