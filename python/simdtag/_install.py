# SPDX-License-Identifier: MIT
"""What simdtag.install() does: `import mutagen` means simdtag from then on."""

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec

NAME = "mutagen"
STANDS_FOR = (1, 48, 1)  # the release whose answers ours are


class _Loader:
    """Loads a module of simdtag under a second name. It is the same object, so what it says of itself stays."""

    def __init__(self, own_name):
        self.own_name = own_name
        self.own_spec = None

    def create_module(self, spec):
        module = import_module(self.own_name)
        self.own_spec = module.__spec__
        return module

    def exec_module(self, module):
        module.__spec__ = self.own_spec  # the import system has just put in the other name's


class _Finder:
    """Stands before every other finder: answers for mutagen and all below it, and nobody else does."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name != NAME and not name.startswith(NAME + "."):
            return None
        own_name = "simdtag" + name[len(NAME):]
        own = find_spec(own_name)
        if own is None:  # an error rather than None: other finders are not to be asked
            raise ModuleNotFoundError("No module named %r (simdtag has none of that name)" % name, name=name)
        is_package = own.submodule_search_locations is not None
        return ModuleSpec(name, _Loader(own_name), origin=own.origin, is_package=is_package)


def _is_ours(name, module):
    return module is sys.modules.get("simdtag" + name[len(NAME):])


def _refuse_another():
    for name, module in sorted(sys.modules.items(), key=lambda item: item[0]):
        if (name == NAME or name.startswith(NAME + ".")) and module is not None and not _is_ours(name, module):
            raise ImportError(
                "simdtag.install() comes too late: %s was imported already, from %s; call it before anything imports %s"
                % (name, getattr(module, "__file__", "somewhere"), NAME), name=name)


def install():
    _refuse_another()
    simdtag = sys.modules["simdtag"]
    if not any(finder is _Finder for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder)
    sys.modules[NAME] = simdtag
    simdtag.version = STANDS_FOR
    simdtag.version_string = ".".join(map(str, STANDS_FOR))
