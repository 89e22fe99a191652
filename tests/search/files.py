"""Files for tests, made by hand."""


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
