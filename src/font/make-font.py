"""Makes the shipped font: a static, renamed, quadratic subset of Inter Regular.

usage: python3 make-font.py Inter-Regular.otf shipped-sans.ttf
needs: fonttools (4.68.0 was used)
"""

import sys

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

# Inter has no Reserved Font Name, but its name is a trademark, and a subset
# that answers to "Inter" would stand in the way of the reader's own copy.
FAMILY = "Articlegraph Sans"
MAX_ERROR = 1.5  # of 2,816 units an em: 0.01 px at 22 px
RANGES = [
    (0x20, 0x7E), (0xA0, 0xFF), (0x100, 0x17F),  # Latin
    (0x370, 0x3FF), (0x400, 0x45F), (0x490, 0x491), (0x2BC, 0x2BC),  # Greek, Cyrillic
    (0x2010, 0x2027), (0x2030, 0x2030), (0x2032, 0x2033), (0x2039, 0x203A),  # punctuation
    (0x20AC, 0x20AC), (0x20BF, 0x20BF), (0x2116, 0x2116), (0x2122, 0x2122),
    (0x2190, 0x2199), (0x2212, 0x2212), (0x2260, 0x2260), (0x2264, 0x2265), (0xFFFD, 0xFFFD),
]


def cut(font):
    options = subset.Options()
    options.layout_features = ["kern"]
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 14]
    options.desubroutinize = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[c for low, high in RANGES for c in range(low, high + 1)])
    subsetter.subset(font)


def to_quadratic(font):
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    outlines = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, outlines
    for name in order:
        outlines[name].recalcBounds(glyf)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(outlines[name], "xMin", 0))
    del font["CFF "]
    for tag in ("VORG", "GDEF"):
        if tag in font:
            del font[tag]
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in ("maxZones maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs "
                  "maxStackElements maxSizeOfInstructions maxComponentElements").split():
        setattr(maxp, field, 1 if field == "maxZones" else 0)
    post = font["post"]
    post.formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"
    font["head"].modified = font["head"].created  # no clock in the bytes


def rename(font):
    for record in font["name"].names:
        text = {1: FAMILY, 3: FAMILY + " Regular subset", 4: FAMILY + " Regular",
                6: FAMILY.replace(" ", "") + "-Regular"}.get(record.nameID)
        if text:
            record.string = text


font = TTFont(sys.argv[1], recalcTimestamp=False)
cut(font)
to_quadratic(font)
rename(font)
font.save(sys.argv[2])
