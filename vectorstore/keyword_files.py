"""The keyword index's files: whether they are what was written."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path


def sound(file: Path) -> bool:
    """Whether a file is what tantivy wrote: it ends with a checksum as JSON, that one's length and a fixed number."""
    try:
        content = file.read_bytes()
        length, _ = struct.unpack("<II", content[-8:])
        stated = json.loads(content[-8 - length : -8])
        return bool(stated["crc"] == zlib.crc32(content[: -8 - length]))
    except FileNotFoundError:
        # Merged into another in the meantime.
        return True
    except (struct.error, ValueError, KeyError, TypeError):
        return False
