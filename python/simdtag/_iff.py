# SPDX-License-Identifier: MIT
"""Chunks of IFF and its relatives, for programs that walk over them; simdtag's own reading of them is in C. Chunks
can be read, not written yet."""

from simdtag._util import MutagenError, no_writing, on_demand


class error(MutagenError):
    pass


class InvalidChunk(error):
    pass


class EmptyChunk(InvalidChunk):
    pass


def is_valid_chunk_id(id):
    """Whether the text is one to four printable ASCII characters."""
    assert isinstance(id, str), "id is of type %s, must be str: %r" % (type(id), id)
    return 0 < len(id) <= 4 and all(" " <= letter <= "~" for letter in id)


def assert_valid_chunk_id(id):
    """A ValueError for what is no chunk id."""
    if not is_valid_chunk_id(id):
        raise ValueError("IFF chunk ID must be four ASCII characters.")


class IffChunk:
    """One chunk: its id without the spaces behind it, where it and its data begin and how long they are."""

    HEADER_SIZE = 8

    def __init__(self, fileobj, id, data_size, parent_chunk):
        self._fileobj = fileobj
        self.id = id
        self.data_size = data_size
        self.parent_chunk = parent_chunk
        self.data_offset = fileobj.tell()
        self.offset = self.data_offset - self.HEADER_SIZE
        self.size = self.HEADER_SIZE + data_size + self.padding()

    @classmethod
    def parse_header(cls, header):
        """(id, size of the data) of a header's bytes."""
        raise error("Not implemented")

    @classmethod
    def get_class(cls, id):
        """The class of chunks of this id."""
        return cls

    @classmethod
    def parse(cls, fileobj, parent_chunk=None):
        """The chunk whose header comes next in a file object."""
        header = fileobj.read(cls.HEADER_SIZE)
        if len(header) < cls.HEADER_SIZE:
            raise EmptyChunk("Header size < %d" % cls.HEADER_SIZE)
        id, size = cls.parse_header(header)
        try:
            id = id.decode("ascii").rstrip()
        except UnicodeDecodeError as e:
            raise InvalidChunk(e) from e
        if not is_valid_chunk_id(id):
            raise InvalidChunk("Invalid chunk ID %r" % id)
        return cls.get_class(id)(fileobj, id, size, parent_chunk)

    def padding(self):
        """Bytes between the end of the data and the next chunk: 0 or 1."""
        return self.data_size % 2

    def read(self):
        """The chunk's data."""
        self._fileobj.seek(self.data_offset)
        return self._fileobj.read(self.data_size)

    def __repr__(self):
        return "<%s id=%s, offset=%i, size=%i, data_offset=%i, data_size=%i>" % (
            type(self).__name__, self.id, self.offset, self.size, self.data_offset, self.data_size)

    write = write_size = write_new_header = delete = resize = no_writing


class IffContainerChunkMixin:
    """What a chunk that holds chunks has more: `name`, and its chunks in order and by id."""

    def init_container(self, name_size=4):
        """Reads the name, behind which the chunks begin."""
        if self.data_size < name_size:
            raise InvalidChunk("Container chunk data size < %d" % name_size)
        self.name = None
        if name_size:
            try:
                self.name = self._fileobj.read(name_size).decode("ascii")
            except UnicodeDecodeError as e:
                raise error(e) from e
        self.__inside = self.data_offset + name_size
        self.__subchunks = None

    def parse_next_subchunk(self):
        """The chunk whose header comes next in the file object."""
        raise error("Not implemented")

    def subchunks(self):
        """The chunks inside, as far as they are chunks."""
        if self.__subchunks is None:
            self.__subchunks = []
            at, end = self.__inside, self.data_offset + self.data_size
            while at < end:
                try:
                    self._fileobj.seek(at)
                    chunk = self.parse_next_subchunk()
                except InvalidChunk:
                    break
                except OverflowError as e:
                    raise error(e) from e
                self.__subchunks.append(chunk)
                at += chunk.size
        return self.__subchunks

    def __getitem__(self, id):
        assert_valid_chunk_id(id)
        for chunk in self.subchunks():
            if chunk.id == id:
                return chunk
        raise KeyError("No %r chunk found" % id)

    def __contains__(self, id):
        try:
            self[id]
        except KeyError:
            return False
        return True

    __delitem__ = insert_chunk = no_writing


class IffFile:
    """A file that is one chunk, `root`."""

    def __init__(self, chunk_cls, fileobj):
        fileobj.seek(0)
        self.root = chunk_cls.parse(fileobj)

    def __contains__(self, id):
        return id in self.root

    def __getitem__(self, id):
        return self.root[id]

    __delitem__ = delete_chunk = insert_chunk = no_writing


__getattr__ = on_demand(globals(), {"simdtag._chunk_tags": ["IffID3"]})
