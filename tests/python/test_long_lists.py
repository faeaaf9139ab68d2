# SPDX-License-Identifier: MIT
"""Vorbis comments and ASF attributes by the hundred: the same answers as mutagen, whatever is done to the list between
two lookups, and few enough steps for a file of many thousand."""

import copy
import gc
import pickle
import random

import pytest

import simdtag.asf  # noqa: F401
from same import OURS, THEIRS

LENGTHS = (65, 300, 2500)
WORDS = ["Key %d" % i for i in range(200)]


def pairs(n, seed=0):
    """Some keys several times, in upper and lower case."""
    rng = random.Random(n + seed)
    return [(rng.choice((str.upper, str.lower, str))(rng.choice(WORDS)), "value %d" % i) for i in range(n)]


def comments(p, n):
    tags = p._vorbis.VCommentDict()
    tags.extend(pairs(n))
    return tags, lambda value: value


def attributes(p, n):
    make = p.asf.ASFUnicodeAttribute
    tags = p.asf.ASFTags()
    tags.extend([(key.title(), make(value)) for key, value in pairs(n)])
    return tags, make


def asked(tags, key):
    try:
        return [str(value) for value in tags[key]]
    except KeyError:
        return "KeyError"


def looked_up(tags):
    """Enough lookups that an index is worth its making, of keys that are there and that are not."""
    return [asked(tags, key) for word in WORDS[::9] for key in (word, word.lower())] + [asked(tags, "none"), len(tags)]


def shuffled(tags, rng):
    for i in range(len(tags) - 1, 0, -7):
        k = rng.randrange(i)
        one, other = list.__getitem__(tags, i), list.__getitem__(tags, k)
        list.__setitem__(tags, i, other)
        list.__setitem__(tags, k, one)


def replaced(tags, make, rng):
    """As many items as before, others: what no length tells."""
    others = [(rng.choice(WORDS).title(), make("replaced")) for _ in tags]
    tags.clear()
    tags.extend(others)


CHANGES = {
    "append": lambda t, make, rng: t.append(("Key 9", make("appended"))),
    "append and pop": lambda t, make, rng: (t.append(("Key 9", make("more"))), t.pop(len(t) - 2)),
    "insert": lambda t, make, rng: t.insert(rng.randrange(len(t)), ("Key 18", make("inserted"))),
    "insert and pop": lambda t, make, rng: (t.insert(0, ("Key 18", make("first"))), t.pop()),
    "extend": lambda t, make, rng: t.extend([("Key 27", make("extended"))] * 3),
    "add": lambda t, make, rng: t.__iadd__([("Key 36", make("added"))]),
    "pop": lambda t, make, rng: t.pop(rng.randrange(len(t))),
    "remove": lambda t, make, rng: t.remove(list.__getitem__(t, rng.randrange(len(t)))),
    "replaced": replaced,
    "set": lambda t, make, rng: t.__setitem__(rng.choice(WORDS).title(), [make("set"), make("again")]),
    "delete": lambda t, make, rng: t.__delitem__(list.__getitem__(t, rng.randrange(len(t)))[0]),
    "slice": lambda t, make, rng: t.__setitem__(slice(3, 5), [("Key 45", make("s")), ("KEY 45", make("t"))]),
    "delete slice": lambda t, make, rng: t.__delitem__(slice(2, 4)),
    "sort": lambda t, make, rng: t.sort(key=lambda pair: str(pair[1])),
    "reverse": lambda t, make, rng: t.reverse(),
    "shuffle": lambda t, make, rng: shuffled(t, rng),
    "past it: append": lambda t, make, rng: list.append(t, ("Key 54", make("past it"))),
    "past it: pop": lambda t, make, rng: list.pop(t),
    "past it: sort": lambda t, make, rng: list.sort(t, key=lambda pair: pair[0]),
    "repeat": lambda t, make, rng: t.__imul__(2) if len(t) < 400 else None,
}


@pytest.mark.parametrize("kind", [comments, attributes])
@pytest.mark.parametrize("n", LENGTHS)
def test_any_change_between_lookups(kind, n):
    (ours, make_ours), (theirs, make_theirs) = kind(OURS, n), kind(THEIRS, n)
    assert looked_up(ours) == looked_up(theirs)
    order = [name for name in CHANGES for _ in range(2)]
    random.Random(n).shuffle(order)
    for i, name in enumerate(order):
        for tags, make in ((ours, make_ours), (theirs, make_theirs)):
            CHANGES[name](tags, make, random.Random(i))
        assert [(k, str(v)) for k, v in ours] == [(k, str(v)) for k, v in theirs], name
        assert looked_up(ours) == looked_up(theirs), (i, name)


@pytest.mark.parametrize("kind", [comments, attributes])
def test_replaced_in_place_past_every_method(kind):
    """Lists of some hundred notice even this, at once."""
    (ours, make), (theirs, make_theirs) = kind(OURS, 300), kind(THEIRS, 300)
    for tags, value in ((ours, make("x")), (theirs, make_theirs("x"))):
        looked_up(tags)
        list.__setitem__(tags, 200, ("Key 9", value))
    assert looked_up(ours) == looked_up(theirs)


@pytest.mark.parametrize("odd", [5, ("one",), ["Key 9", "a list"], ("Key 9", "two", "three"), ("ſ", "long s")])
def test_odd_items(odd):
    """What is no pair of text is told as mutagen tells it."""
    def answer(p):
        tags, _ = comments(p, 100)
        tags.append(odd)
        found = []
        for key in ["Key 9", "none"] * 5:
            try:
                found.append(tags[key])
            except Exception as e:
                found.append((type(e).__name__, str(e)))
        return found

    assert answer(OURS) == answer(THEIRS)


@pytest.mark.parametrize("kind", [comments, attributes])
def test_copies_and_garbage(kind):
    tags, _ = kind(OURS, 300)
    expected = looked_up(tags)
    for other in (copy.copy(tags), copy.deepcopy(tags), pickle.loads(pickle.dumps(tags))):
        assert looked_up(other) == expected
    tags.own = tags  # a cycle through an object with an index
    looked_up(tags)
    del tags
    gc.collect()


@pytest.mark.parametrize("kind", [comments, attributes])
def test_a_list_of_many_thousand(kind):
    """Not timed: the square of this many would take longer than anybody waits."""
    tags = kind(OURS, 0)[0]
    n = 60000
    tags.extend([("Key %d" % i, "x") for i in range(n)])
    found = dict(tags)
    assert len(found) == n and set(map(len, found.values())) == {1}
    assert len(tags.keys()) == n
