# SPDX-License-Identifier: MIT
"""Names of the numbered genres: ID3v1 and the additions of Winamp."""

from simdtag._core import genres

GENRES = genres()
