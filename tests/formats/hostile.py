"""Builders of hostile files: archives that lie, documents that explode."""

import io
import struct
import zipfile
import zlib

KILOBYTE = 1024
MEGABYTE = KILOBYTE * KILOBYTE


def archive(**entries: bytes) -> bytes:
    """A good archive; names use `__` for a dot."""
    return archive_of({name.replace("__", "."): content for name, content in entries.items()})


def archive_of(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in entries.items():
            target.writestr(name, content)
    return buffer.getvalue()


def zeros_deflated(size: int) -> bytes:
    """A raw deflate stream that unpacks to `size` zero bytes, made without ever holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = bytes(16 * MEGABYTE)
    parts = [packer.compress(block) for _ in range(size // len(block))]
    return b"".join((*parts, packer.flush()))


def raw_archive(entries: list[dict]) -> bytes:
    """An archive written field by field, so that any field can lie.

    Each entry: name, data (packed), size, and optionally offset, method, flags, local_name, attributes, crc.
    """
    body, directory = b"", b""
    for entry in entries:
        name = entry["name"].encode()
        local_name = entry.get("local_name", entry["name"]).encode()
        data, method = entry.get("data", b""), entry.get("method", 8)
        flags, crc = entry.get("flags", 0) | 0x800, entry.get("crc", zlib.crc32(data))
        offset = entry.get("offset", len(body))
        sizes = (crc, entry.get("packed", len(data)), entry["size"])
        if "offset" not in entry:
            body += struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, flags, method, 0, 0, *sizes, len(local_name), 0)
            body += local_name + data
        directory += struct.pack(
            "<4s6H3L5H2L",
            b"PK\x01\x02",
            0x0314,
            20,
            flags,
            method,
            0,
            0,
            *sizes,
            len(name),
            0,
            0,
            0,
            0,
            entry.get("attributes", 0),
            offset,
        )
        directory += name
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return body + directory + end


def stored(name: str, **fields: object) -> dict:
    return {"name": name, "data": b"1", "size": 1, "method": 0, **fields}


def hostile_archives() -> dict[str, tuple[str, bytes]]:
    """Reason of the refusal and archive, by what is wrong with it."""
    good = archive(a__txt=b"good")
    flat, ten = zeros_deflated(256 * MEGABYTE), zeros_deflated(1024 * MEGABYTE)
    middle = zeros_deflated(16 * MEGABYTE)
    return {
        "ten gigabytes": (
            "bomb",
            raw_archive([{"name": f"{at}.bin", "data": ten, "size": 1024 * MEGABYTE} for at in range(10)]),
        ),
        "flat": ("bomb", raw_archive([{"name": "a.bin", "data": flat, "size": 256 * MEGABYTE}])),
        "below the sum": (
            "bomb",
            raw_archive([{"name": f"{at}", "data": middle, "size": 16 * MEGABYTE} for at in range(10)]),
        ),
        "lying size": ("damaged", raw_archive([{"name": "a.json", "data": flat, "size": 100}])),
        "overlapping": (
            "damaged",
            raw_archive(
                [
                    {"name": "a", "data": middle, "size": 1},
                    *(stored(f"a{at}", local_name="a", offset=0) for at in range(20)),
                ]
            ),
        ),
        "traversal": ("bad_name", archive_of({"../../etc/cron.d/x": b"1"})),
        "absolute": ("bad_name", archive_of({"/etc/passwd": b"1"})),
        "backslash": ("bad_name", raw_archive([stored("..\\x")])),
        "drive": ("bad_name", raw_archive([stored("C:x")])),
        "symlink": ("not_allowed", raw_archive([stored("link", attributes=0o120777 << 16)])),
        "same names": ("bad_name", raw_archive([stored("A.json"), stored("a.JSON")])),
        "many": ("too_many", archive_of({f"{at}.txt": b"" for at in range(2_500)})),
        "control name": ("bad_name", raw_archive([stored("a\nb")])),
        "reading order": ("bad_name", raw_archive([stored("a\u202egpj.exe")])),
        "nul name": ("bad_name", raw_archive([stored("a.bpmn\0.txt")])),
        "long name": ("bad_name", raw_archive([stored("a" * 4_000)])),
        "encrypted": ("not_allowed", raw_archive([stored("a", flags=1)])),
        "odd method": ("not_allowed", raw_archive([stored("a", method=12)])),
        "two names": ("damaged", raw_archive([stored("a.txt", local_name="b.txt")])),
        "wrong checksum": ("damaged", raw_archive([stored("a.txt", crc=7)])),
        "trailing data": ("damaged", good + b"MZ evil"),
        "two ends": ("damaged", good + good[good.index(b"PK\x05\x06") :]),
        "something before": ("damaged", b"PK\x03\x04" + b"<html>" + good),
        "cut off": ("damaged", good[:-10]),
        "no directory": ("damaged", b"PK\x03\x04" + bytes(100)),
    }


def billion_laughs() -> bytes:
    lines = [b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a0 "lol">']
    lines += [b'<!ENTITY a%d "%s">' % (at, b"&a%d;" % (at - 1) * 10) for at in range(1, 11)]
    return b"".join(lines) + b"]><lolz>&a10;</lolz>"


def quadratic() -> bytes:
    return b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 100_000 + b'">]><x>' + b"&a;" * 100_000 + b"</x>"


def hostile_documents(canary: str) -> dict[str, bytes]:
    bpmn = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
    return {
        "laughs": billion_laughs(),
        "quadratic": quadratic(),
        "external file": f'<!DOCTYPE x [<!ENTITY c SYSTEM "file://{canary}">]><x>&c;</x>'.encode(),
        "parameter entity": f'<!DOCTYPE x [<!ENTITY % c SYSTEM "file://{canary}"> %c;]><x/>'.encode(),
        "external dtd": f'<!DOCTYPE x SYSTEM "file://{canary}"><x/>'.encode(),
        "public dtd": b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://127.0.0.1:9/svg11.dtd"><svg xmlns="http://www.w3.org/2000/svg"/>',
        "inside a known root": b'<!DOCTYPE definitions [<!ENTITY x "y">]>' + bpmn + b"&x;</definitions>",
        "utf-16": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16"),
    }
