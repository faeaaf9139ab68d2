/* SPDX-License-Identifier: MIT */
/* The module simdtag._core: state, registration of Python classes, init of each subject. */
#include "pyext/pool.h"

#include <string.h>

/* Which module defines (and registers) a class. */
static const struct {
    const char *name, *module;
} class_home[ST_PY_CLASS_COUNT] = {
#define ST_PY_CLASS(id, name, module) [ST_PY_##id] = {name, module},
#include "pyext/classes.def"
#undef ST_PY_CLASS
};

st_py_state *st_py_state_of(PyTypeObject *type)
{
#if PY_VERSION_HEX >= 0x030B0000
    PyObject *module = PyType_GetModuleByDef(type, &st_py_module);
    return module ? (st_py_state *)PyModule_GetState(module) : NULL;
#else
    /* 3.10 has no public PyType_GetModuleByDef: walk the bases for the one this module defined */
    PyObject *mro = type->tp_mro;
    for (Py_ssize_t i = 0; mro && i < PyTuple_GET_SIZE(mro); i++) {
        PyTypeObject *base = (PyTypeObject *)PyTuple_GET_ITEM(mro, i);
        if (!(base->tp_flags & Py_TPFLAGS_HEAPTYPE))
            continue;
        PyObject *module = ((PyHeapTypeObject *)base)->ht_module;
        if (module && PyModule_GetDef(module) == &st_py_module)
            return (st_py_state *)PyModule_GetState(module);
    }
    PyErr_SetString(PyExc_TypeError, "not a simdtag type");
    return NULL;
#endif
}

PyTypeObject *st_py_class(st_py_state *state, st_py_class_id id)
{
    if (state->classes[id] == NULL) {
        PyObject *module = PyImport_ImportModule(class_home[id].module);
        if (module == NULL)
            return NULL;
        Py_DECREF(module);
        if (state->classes[id] == NULL) {
            PyErr_Format(PyExc_ImportError, "%s did not register %s", class_home[id].module,
                         class_home[id].name);
            return NULL;
        }
    }
    return (PyTypeObject *)state->classes[id];
}

/* A Python class that adds nothing to the memory of its C base needs no more than that base's
 * dealloc. */
static void spare_dealloc(const st_py_state *state, PyTypeObject *cls)
{
    const PyTypeObject *const bases[] = {state->VComment, state->DictProxy};
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
        if (bases[i] && PyType_IsSubtype(cls, (PyTypeObject *)(uintptr_t)bases[i]) &&
            cls->tp_basicsize == bases[i]->tp_basicsize && cls->tp_finalize == NULL &&
            cls->tp_del == NULL)
            cls->tp_dealloc = bases[i]->tp_dealloc;
}

PyDoc_STRVAR(register_doc, "register(cls)\n--\n\nMakes a class of the package known under its "
                           "module and name. Returns cls.");

static PyObject *core_register(PyObject *module, PyObject *cls)
{
    st_py_state *state = PyModule_GetState(module);
    if (!PyType_Check(cls)) {
        PyErr_SetString(PyExc_TypeError, "register() takes a class");
        return NULL;
    }
    const char *name = strrchr(((PyTypeObject *)cls)->tp_name, '.');
    name = name ? name + 1 : ((PyTypeObject *)cls)->tp_name;
    PyObject *home = PyObject_GetAttrString(cls, "__module__");
    const char *home_name = home ? PyUnicode_AsUTF8(home) : NULL;
    for (int i = 0; home_name && i < ST_PY_CLASS_COUNT; i++) {
        if (strcmp(name, class_home[i].name) == 0 &&
            strncmp(home_name, class_home[i].module, strlen(class_home[i].module)) == 0) {
            Py_INCREF(cls);
            Py_XSETREF(state->classes[i], cls);
            if (PyType_IsSubtype((PyTypeObject *)cls, state->FileType))
                st_py_file_adopt(state, (PyTypeObject *)cls);
            else
                spare_dealloc(state, (PyTypeObject *)cls);
            Py_DECREF(home);
            Py_INCREF(cls);
            return cls;
        }
    }
    if (home_name)
        PyErr_Format(PyExc_ValueError, "no class %s.%s is expected", home_name, name);
    Py_XDECREF(home);
    return NULL;
}

PyDoc_STRVAR(cpu_doc, "cpu()\n--\n\nThe tier of kernels in use: 'generic', 'avx2' or 'neon'.");

static PyObject *core_cpu(PyObject *module, PyObject *ignored)
{
    (void)module;
    (void)ignored;
    return PyUnicode_FromString(simdtag_cpu());
}

static PyMethodDef methods[] = {
    {"register", core_register, METH_O, register_doc},
    {"cpu", core_cpu, METH_NOARGS, cpu_doc},
    {NULL, NULL, 0, NULL},
};

static int (*const subjects[])(PyObject *, st_py_state *) = {
    st_py_init_field, st_py_init_file, st_py_init_lazy,  st_py_init_info, st_py_init_dict,
    st_py_init_keys,
    st_py_init_vorbis, st_py_init_flac, st_py_init_frame, st_py_init_id3, st_py_init_mp4,
    st_py_init_ape,   st_py_init_asf,
    st_py_init_functions, st_py_init_walk, st_py_init_batch,
};

/* The Python classes that C classes derive from, and names used often. */
static int get_bases(st_py_state *state)
{
    static const struct {
        const char *module, *name;
        size_t at;
    } bases[] = {
        {"simdtag._util", "DictMixin", offsetof(st_py_state, DictMixin)},
        {"simdtag._util", "MutagenError", offsetof(st_py_state, MutagenError)},
        {"simdtag._tags", "Tags", offsetof(st_py_state, Tags)},
        {"simdtag._tags", "StreamInfo", offsetof(st_py_state, StreamInfo)},
    };
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
        PyObject *module = PyImport_ImportModule(bases[i].module);
        PyObject *cls = module ? PyObject_GetAttrString(module, bases[i].name) : NULL;
        Py_XDECREF(module);
        if (cls == NULL)
            return -1;
        *(PyObject **)((char *)state + bases[i].at) = cls;
    }
    static const struct {
        const char *text;
        size_t at;
    } names[] = {
        {"load", offsetof(st_py_state, str_load)},
        {"read", offsetof(st_py_state, str_read)},
        {"seek", offsetof(st_py_state, str_seek)},
        {"tell", offsetof(st_py_state, str_tell)},
        {"__fspath__", offsetof(st_py_state, str_fspath)},
        {"lazy", offsetof(st_py_state, str_lazy)},
        {"filename", offsetof(st_py_state, str_filename)},
        {"fileobj", offsetof(st_py_state, str_fileobj)},
        {"ID3", offsetof(st_py_state, str_ID3)},
        {"keys", offsetof(st_py_state, str_keys)},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        PyObject *text = PyUnicode_InternFromString(names[i].text);
        if (text == NULL)
            return -1;
        *(PyObject **)((char *)state + names[i].at) = text;
    }
    return 0;
}

/* FORMATS: class name -> number. */
static int add_formats(PyObject *module)
{
    PyObject *formats = PyDict_New();
    for (int i = 1; formats && i < SIMDTAG_FORMAT_COUNT; i++) {
        const char *name = simdtag_format_name((simdtag_format)i);
        PyObject *number = PyLong_FromLong(i);
        if (number == NULL || (*name && PyDict_SetItemString(formats, name, number) < 0))
            Py_CLEAR(formats);
        Py_XDECREF(number);
    }
    const int result = formats ? PyModule_AddObjectRef(module, "FORMATS", formats) : -1;
    Py_XDECREF(formats);
    return result;
}

static int module_exec(PyObject *module)
{
    st_py_state *state = PyModule_GetState(module);
    if (get_bases(state) < 0)
        return -1;
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++)
        if (subjects[i](module, state) < 0)
            return -1;
    if (PyModule_AddObjectRef(module, "MutagenError", state->MutagenError) < 0 ||
        add_formats(module) < 0)
        return -1;
    return PyModule_AddStringConstant(module, "__version__", simdtag_version());
}

/* Every object the state owns. */
static void each_object(st_py_state *s, void (*with)(PyObject **, void *), void *arg)
{
    with(&s->MutagenError, arg);
    with((PyObject **)&s->FileType, arg);
    with((PyObject **)&s->DictProxy, arg);
    with((PyObject **)&s->VComment, arg);
    with((PyObject **)&s->Frame, arg);
    PyObject **const more[] = {
        &s->DictMixin,
        &s->Tags,
        &s->StreamInfo,
        &s->load,
        &s->str_load,
        &s->str_read,
        &s->str_seek,
        &s->str_tell,
        &s->str_fspath,
        &s->str_lazy,
        &s->str_filename,
        &s->str_fileobj,
        &s->str_ID3,
        &s->str_keys,
        &s->plain_id3,
        (PyObject **)&s->Block,
        (PyObject **)&s->Field,
        (PyObject **)&s->LazyFile,
        (PyObject **)&s->Batch,
        (PyObject **)&s->Payload,
        (PyObject **)&s->Walk,
    };
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        with(more[i], arg);
    for (size_t i = 0; i < sizeof s->Info / sizeof *s->Info; i++)
        with((PyObject **)&s->Info[i], arg);
    with(&s->id3_module, arg);
    with(&s->mp4_module, arg);
    with(&s->asf_classes, arg);
    with(&s->asf_keys, arg);
    for (int i = 0; i < ST_PY_CLASS_COUNT; i++)
        with(&s->classes[i], arg);
    for (size_t i = 0; i < sizeof s->extra / sizeof *s->extra; i++)
        with(&s->extra[i], arg);
    size_t rows = 0;
    simdtag_id3_rows(&rows);
    for (size_t i = 0; i < rows; i++) {
        if (s->frame_types)
            with(&s->frame_types[i], arg);
        if (s->frame_keys)
            with(&s->frame_keys[i], arg);
    }
}

typedef struct {
    visitproc visit;
    void *arg;
    int result;
} visiting;

static void visit_one(PyObject **slot, void *arg)
{
    visiting *v = arg;
    if (*slot && v->result == 0)
        v->result = v->visit(*slot, v->arg);
}

static void clear_one(PyObject **slot, void *arg)
{
    (void)arg;
    Py_CLEAR(*slot);
}

static int module_traverse(PyObject *module, visitproc visit, void *arg)
{
    visiting v = {visit, arg, 0};
    each_object(PyModule_GetState(module), visit_one, &v);
    return v.result;
}

static int module_clear(PyObject *module)
{
    each_object(PyModule_GetState(module), clear_one, NULL);
    return 0;
}

static void module_free(void *module)
{
    st_py_state *state = PyModule_GetState((PyObject *)module);
    if (state == NULL)
        return;
    module_clear((PyObject *)module);
    for (int i = 0; i < ST_PY_POOLS; i++) {
        st_py_pool_close(state->pools[i]);
        state->pools[i] = NULL;
    }
    PyMem_Free(state->frame_types);
    PyMem_Free(state->frame_keys);
    state->frame_types = state->frame_keys = NULL;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, module_exec},
#ifdef Py_mod_multiple_interpreters
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
    {0, NULL},
};

struct PyModuleDef st_py_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "simdtag._core",
    .m_doc = "The C core of simdtag.",
    .m_size = sizeof(st_py_state),
    .m_methods = methods,
    .m_slots = slots,
    .m_traverse = module_traverse,
    .m_clear = module_clear,
    .m_free = module_free,
};

PyMODINIT_FUNC PyInit__core(void)
{
    return PyModuleDef_Init(&st_py_module);
}
