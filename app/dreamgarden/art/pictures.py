"""Pictures as they come from files, painters and servers: RGBA rows, read so that a hostile one does no harm."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamgarden.errors import BadInput

Rgba = NDArray[np.uint8]
"""uint8 [height, width, 4], sRGB, rows from the top."""

LARGEST_FILE = 40 * 2**20
LARGEST_SIDE = 4096
_MOST_PIXELS = 16 * 2**20
_FORMATS = ("PNG", "JPEG", "WEBP")


class BrokenPicture(BadInput):
    """A picture that can't be read."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"The picture {name} can't be used: {problem}.", safe="It was left out.", then="Bring or paint another one.")


def read_picture(data: bytes, name: str = "") -> Rgba:
    """The pixels of a PNG, JPEG or WebP file, upright. Raises BrokenPicture; never unpacks more than 64 MB."""
    # Here and not above: most gardens never touch a picture.
    from PIL import Image, ImageOps

    if len(data) > LARGEST_FILE:
        raise BrokenPicture(name, f"it is larger than {LARGEST_FILE // 2**20} MB")
    start = data[:256].lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise BrokenPicture(name, "it is a web page")
    try:
        picture: Any = Image.open(io.BytesIO(data), formats=_FORMATS)
        width, height = picture.size  # told by the header: nothing is unpacked yet
        if width < 1 or height < 1:
            raise BrokenPicture(name, "it has no area")
        if max(width, height) > LARGEST_SIDE or width * height > _MOST_PIXELS:
            raise BrokenPicture(name, f"{width} x {height} pixels are more than {LARGEST_SIDE} a side")
        picture = ImageOps.exif_transpose(picture)
        return np.ascontiguousarray(np.asarray(picture.convert("RGBA"), np.uint8))
    except BrokenPicture:
        raise
    except Image.DecompressionBombError as error:
        raise BrokenPicture(name, "it would unpack to something vast") from error
    # What Pillow raises for damaged files is wide: its chunks, its codecs and its metadata each have their own.
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, AttributeError, OverflowError, EOFError,
            MemoryError, struct.error, NotImplementedError, ZeroDivisionError) as error:  # fmt: skip
        raise BrokenPicture(name, f"it is no whole PNG, JPEG or WebP ({error or type(error).__name__})") from error


def smaller(picture: Rgba, side: int) -> Rgba:
    """At most `side` pixels a side, averaged over what each new pixel covers."""
    from PIL import Image

    height, width = picture.shape[:2]
    if max(height, width) <= side:
        return picture
    share = side / max(height, width)
    size = (max(1, round(width * share)), max(1, round(height * share)))
    return np.ascontiguousarray(np.asarray(Image.fromarray(picture, "RGBA").resize(size, Image.Resampling.BOX), np.uint8))


def picture_bytes(rgba: Rgba) -> bytes:
    """A PNG without time or version stamps, so that the same picture has the same bytes."""
    height, width, _ = rgba.shape
    rows = np.zeros((height, 1 + 4 * width), np.uint8)
    flat = rgba.reshape(height, 4 * width)
    rows[:, 0] = 1  # each byte as its difference from the pixel to the left
    rows[:, 1:] = flat
    rows[:, 5:] -= flat[:, :-4]
    out = io.BytesIO()
    out.write(b"\x89PNG\r\n\x1a\n")
    for kind, data in (
        (b"IHDR", width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 6, 0, 0, 0])),
        (b"IDAT", zlib.compress(rows.tobytes(), 6)),
        (b"IEND", b""),
    ):
        out.write(len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big"))
    return out.getvalue()
