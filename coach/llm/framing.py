"""How an HTTP/1.1 answer says where its body ends: by a length, by chunks, or by the end of the connection."""

import re

MOST_AROUND = 64 * 1024
"""Bytes of a head, or of a line between chunks."""
_SIZE = re.compile(rb"([0-9a-fA-F]{1,15})(?:[ \t;]|$)")


class Lost(Exception):
    """The connection ended before the answer did, or what came is no HTTP."""


class Length:
    """A body of so many bytes; None for one that has no end but the connection's."""

    def __init__(self, left: int | None) -> None:
        self.unread = b""
        self._left = left

    @property
    def over(self) -> bool:
        """Whether its end has come."""
        return self._left == 0

    def take(self, data: bytes) -> bytes:
        """What of the content is in this."""
        if self._left is None:
            return data
        content, self.unread = data[: self._left], data[self._left :]
        self._left -= len(content)
        return content


class Chunks:
    """A body that comes in chunks, without what is around them."""

    def __init__(self) -> None:
        self.over = False
        """Whether its end has come."""
        self.unread = b""
        self._left = 0
        self._ending = False

    def take(self, data: bytes) -> bytes:
        """What of the content is in this. Raises Lost where it can't be told."""
        held, place = self.unread + data, 0
        content: list[bytes] = []
        while place < len(held) and not self.over:
            if self._left:
                content.append(held[place : place + self._left])
                place += len(content[-1])
                self._left -= len(content[-1])
            elif (end := held.find(b"\n", place)) >= 0:
                self._read(held[place:end].strip())
                place = end + 1
            else:
                break
        self.unread = held[place:]
        if len(self.unread) > MOST_AROUND:
            raise Lost("endless line")
        return b"".join(content)

    def _read(self, line: bytes) -> None:
        """A line that is not content: empty behind a chunk, the size of the next one, or what follows on the last."""
        if self._ending:
            self.over = not line
        elif line:
            size = _SIZE.match(line)
            if not size:
                raise Lost("no size")
            self._left = int(size[1], 16)
            self._ending = not self._left
