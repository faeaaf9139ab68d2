# Sources of the CPython extension _core, one file a subject.
core_la_SOURCES += src/pyext/core.h src/pyext/module.c
