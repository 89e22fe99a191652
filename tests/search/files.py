"""Files for tests, made by hand."""

import io
import struct
import zipfile


def pdf_with_text(text: str, empty_pages: int = 0) -> bytes:
    """A small PDF with one page of Latin text and some pages without any."""
    pages = 1 + empty_pages
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    for number in range(pages):
        words = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET" if number == 0 else ""
        objects[4 + 2 * number] = (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects[5 + 2 * number] = f"<< /Length {len(words)} >>\nstream\n{words}\nendstream"
    body = "%PDF-1.4\n"
    places = {}
    for number, content in sorted(objects.items()):
        places[number] = len(body)
        body += f"{number} 0 obj\n{content}\nendobj\n"
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    body += "".join(f"{places[n]:010d} 00000 n \n" for n in sorted(places))
    body += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF"
    return body.encode("latin-1")


def compound(streams: dict[str, bytes]) -> bytes:
    """A small OLE container, as Office before 2007 and Outlook write them.

    Streams are padded with zeros to 4,096 bytes, so that none needs the sectors for small ones.
    """
    sector, free, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
    padded = {name: data.ljust(max(4096, -(-len(data) // sector) * sector), b"\0")
              for name, data in streams.items()}  # fmt: skip
    directory_sectors = -(-(len(padded) + 1) // 4)
    table = [0xFFFFFFFD, *range(2, directory_sectors + 1), end]
    starts = {}
    for name, data in padded.items():
        starts[name] = len(table)
        count = len(data) // sector
        table += [*range(len(table) + 1, len(table) + count), end]
    assert len(table) <= 128, "one sector of the allocation table must do"
    table += [free] * (128 - len(table))

    def entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
        encoded = name.encode("utf-16-le") + b"\0\0"
        return (
            encoded.ljust(64, b"\0")
            + struct.pack("<HBB", len(encoded), kind, 1)
            + struct.pack("<III", free, right, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    names = list(padded)
    directory = entry("Root Entry", 5, 1, free, end, 0)
    for number, name in enumerate(names, 1):
        right = number + 1 if number < len(names) else free
        directory += entry(name, 2, free, right, starts[name], len(padded[name]))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    head += struct.pack("<109I", 0, *[free] * 108)
    body = struct.pack("<128I", *table) + directory.ljust(directory_sectors * sector, b"\0")
    return head + body + b"".join(padded.values())


def old_sheet(rows: list[list[str]]) -> bytes:
    """A sheet as Excel 2 wrote it."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    data = record(0x0009, struct.pack("<HH", 2, 0x10))
    data += record(0x0042, struct.pack("<H", 1250))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            encoded = text.encode("cp1250")
            head = struct.pack("<HH3sB", row, column, bytes(3), len(encoded))
            data += record(0x0004, head + encoded)
    return data + record(0x000A, b"")


def old_slides(*texts: str) -> bytes:
    """The stream of a presentation of PowerPoint 97: a slide for each text, and a master."""

    def record(kind: int, data: bytes, version: int = 0) -> bytes:
        return struct.pack("<HHI", version, kind, len(data)) + data

    master = record(0x03F8, record(0x0FA0, "Wzorzec niewidzialny".encode("utf-16-le")), 0xF)
    slides = [record(0x03EE, record(0x0FA0, t.encode("utf-16-le")), 0xF) for t in texts]
    return record(0x03E8, master + b"".join(slides), 0xF)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """An archive of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def sheets(
    rows: dict[str, str], *, strings: str = "", styles: str = "", strict: bool = False, **more: str
) -> bytes:
    """An Excel file: the XML of the rows of each sheet, of shared strings, of styles."""
    kind = "purl.oclc.org/ooxml" if strict else "schemas.openxmlformats.org"
    main = (
        f"http://{kind}/spreadsheetml/main" if strict else f"http://{kind}/spreadsheetml/2006/main"
    )
    office = f"http://{kind}/officeDocument/" + ("" if strict else "2006/") + "relationships"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    names = list(rows)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1)
    )
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{rels}"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rels}">{targets}'
        f'<Relationship Id="rS" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rT" Type="{office}/styles" Target="/xl/styles.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>',
    }
    for n, name in enumerate(names, 1):
        parts[f"xl/worksheets/sheet{n}.xml"] = f'<worksheet xmlns="{main}">{rows[name]}</worksheet>'
    return zipped(parts | more)


def word(body: str, **parts: str) -> bytes:
    """A Word file: the XML of its body, and of other parts by their names ("footnotes")."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{rels}"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{space}" xmlns:mc="{mc}"><w:body>{body}'
            "</w:body></w:document>",
        }
        | {
            f"word/{name}.xml": f'<w:{name} xmlns:w="{space}">{content}</w:{name}>'
            for name, content in parts.items()
        }
    )
