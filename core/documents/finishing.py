"""What WeasyPrint leaves open before the file is written: PDF/UA identity, languages of cells.

WeasyPrint writes one standard at a time. The file is made as PDF/A-3a; the lines here add the mark
of PDF/UA-1 together with the schema that PDF/A asks for when a file carries foreign metadata.
"""

from typing import Any

import pydyf

UA_IDENTITY = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def finish(document: Any, pdf: Any) -> None:
    """Complete a document that WeasyPrint is about to write (its `finisher` hook)."""
    _claim_accessibility(pdf)
    _name_attachment_once(pdf)
    for page in document.pages:
        _mark_english_cells(page._page_box)


def _claim_accessibility(pdf: Any) -> None:
    stream = _object_at(pdf, pdf.catalog["Metadata"])
    packet = b"".join(stream.stream)
    stream.stream = [packet.replace(b"</rdf:RDF>", UA_IDENTITY + b"</rdf:RDF>", 1)]


def _name_attachment_once(pdf: Any) -> None:
    """Drop the second mention of the attachment that WeasyPrint writes into /AF."""
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _mark_english_cells(box: Any) -> None:
    """Give table cells written in English their own /Lang; WeasyPrint knows one for the file."""
    for child in box.descendants():
        cell = getattr(child, "mark", None)
        if cell is not None and child.element is not None and child.element.get("lang") == "en":
            cell["Lang"] = pydyf.String("en")


def _object_at(pdf: Any, reference: bytes | str) -> Any:
    number = int(reference.split()[0])
    return pdf.objects[number]
