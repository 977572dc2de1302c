"""Which charset? Labels lie in both directions, so each is a candidate and the bytes decide.

Strict UTF-8 checks itself and beats every label. Between gb18030 and Big5 damage can not decide, because most bytes
of the one are characters of the other; how many of the characters are *common* ones can (0.33-0.35 under the right
charset, below 0.015 under the other).
"""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes
from w3lib.encoding import read_bom, resolve_encoding

from archive.text.script import beyond_ascii, number_of

PRESCAN = 4_096  # bytes in which a <meta> is looked for
META = re.compile(rb"""<meta\b[^>]{0,512}?charset\s{0,8}=\s{0,8}["']?\s{0,8}([\w.:-]{1,40})""", re.IGNORECASE)
HEADER = re.compile(r"charset\s{0,8}=\s{0,8}[\"']?\s{0,8}([\w.:-]{1,40})", re.IGNORECASE)
SEVEN_BIT_OR_WIDE = ("hz", "iso2022", "utf-16", "utf-32")
DOUBLE_BYTE = ("gb18030", "big5hkscs")
FOREIGN = ("koi8", "shift_jis", "cp932", "euc", "cp949", "cp1251", "iso8859-5", "cp866", "tis-620", "cp874")
# Guesses that all mean Western text to charset_normalizer: DOS and Macintosh varieties differ in a few accents.
WESTERN = ("mac_", "latin", "iso8859_1", "cp125", "ascii", "cp4", "cp7", "cp85", "cp86", "cp1140", "cp037", "hp_")
ASCII = bytes(range(128))
NEVER_UTF8 = bytes((0xC0, 0xC1, *range(0xF5, 0x100)))  # each is a loss of its own, wherever it stands
LOST, CONTROL = "\ufffd", re.compile(rb"\xc2[\x80-\x9f]")  # the latter in UTF-8
EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\ue000-\uf8ff]+")
SURE, POSSIBLE, DECLARED = 0.2, 0.12, 0.03  # shares of common characters; the last is the bonus for a label
SAMPLE = 400_000  # characters that are enough to judge by
COMMON = frozenset(
    "的一是不了在人有我他这这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過发發后後作里裡"
    "用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想实實"
    "日军軍者意无無力它与與长長把机機十民第公此已工使情明性知全三又关關点點正业業外将將两兩高间間由问問很最重并並物手应應战戰向头頭文体體政"
    "美相见見被利什二等产產或新己制製身果加西斯月话話合回特代内內信表化老给給世位次度门門任常先海通教儿兒原东東声聲提立及比员員解水名真论論"
    "处處走义義各入几幾口认認条條平系气氣题題活尔爾更别別打女变變四神总總何电電数數安少报報才结結反受目太量再感建务務做接必场場件计計"
    "管期市直德资資命山金指克许許统統区區保至队隊形社便空决決治展马馬科司五基眼书書非则則听聽白却卻界达達光放强強即像难難且权權思王象完设設式"
    "色路记記南品住告类類求据據程北边邊死张張该該交规規万萬取拉格望觉覺术術领領共确確传傳师師观觀清今切院让讓识識候带帶导導争爭运運"
)


@dataclass(frozen=True, kw_only=True)
class Charset:
    """A decoded text, the Python codec that gave it, what the page called itself, and the count of lost characters."""

    text: str
    name: str
    label: str | None
    damage: int


def choose(data: bytes, content_type: str | None) -> Charset:
    """Decode *data* by the charset its bytes speak for."""
    marked, mark = read_bom(data)
    labels = declared(data, content_type)
    label = labels[0][0] if labels else None
    if marked and mark:
        return charset(data[len(mark) :].decode(marked, "replace"), codecs.lookup(marked).name, label)
    names = [name for _, name in labels if name]
    for name in names:
        if name.startswith(SEVEN_BIT_OR_WIDE) and (found := strictly(data, name, label)):
            return found
    return strictly(data, "utf-8", label) or by_evidence(data, names, label)


def charset(text: str, name: str, label: str | None) -> Charset:
    """The result, with its damage counted."""
    return Charset(text=text, name=name, label=label, damage=damage_of(text, text.encode(errors="replace")))


def declared(data: bytes, content_type: str | None) -> list[tuple[str, str | None]]:
    """Labels as printed, the header's first, with the codec a browser takes for them (None if unknown)."""
    head = data[:PRESCAN].replace(b"\0", b"")
    printed = [found[1] for found in [HEADER.search(content_type or "")] if found]
    printed += [found.decode("ascii", "replace") for found in META.findall(head)]
    return [(label, codec(label)) for label in dict.fromkeys(printed)]


def codec(label: str) -> str | None:
    """The codec for a label; UTF-7 is never honoured, as it hides markup from every check."""
    if label.lower() in ("hz", "hz-gb-2312"):
        return "hz"
    name = resolve_encoding(label)
    return None if name is None or name.startswith("utf-7") else name


def strictly(data: bytes, name: str, label: str | None) -> Charset | None:
    """The page, if *name* decodes all of *data* and the result may be markup."""
    even = name == "utf-16" and data[:PRESCAN:2].count(0) > data[1:PRESCAN:2].count(0)
    name = {"utf-16": "utf-16-be" if even else "utf-16-le"}.get(name, name)
    try:
        text = data.decode(name)
    except UnicodeError:
        return None
    if name == "utf-8":  # the usual case: what would be counted is at hand
        return Charset(text=text, name=name, label=label, damage=damage_of(text, data))
    found = charset(text, name, label)
    return None if "<" not in text or found.damage else found


def by_evidence(data: bytes, names: list[str], label: str | None) -> Charset:
    """Candidates that lose little; then the share of common characters; then foreign labels; then a guess."""
    beyond = data.translate(None, ASCII)
    tolerated = max(2, len(beyond) // 200)
    if len(beyond) - len(beyond.translate(None, NEVER_UTF8)) <= tolerated:  # else more is lost, for certain
        found = charset(data.decode("utf-8", "replace"), "utf-8", label)
        if found.damage <= tolerated:
            return found
    shares = []
    for name in sorted(DOUBLE_BYTE, key=lambda name: name not in names):
        found = charset(data.decode(name, "replace"), name, label)
        if found.damage <= tolerated:
            share = common_share(found.text)
            if share >= SURE:
                return found
            shares.append((share + DECLARED * (name in names), name, found))
    foreign = [name for name in names if name.startswith(FOREIGN)]
    for name in foreign:
        found = charset(data.decode(name, "replace"), name, label)
        if found.damage <= tolerated:
            return found
    if shares and max(shares)[0] >= POSSIBLE:
        return max(shares)[2]
    name = "cp1252" if any(single_byte(name) for name in names) else guess(data)
    return charset(data.decode(name, "replace"), name, label)


def single_byte(name: str) -> bool:
    """Whether a label stands for a Western charset."""
    return name.startswith(("cp125", "iso8859", "latin", "ascii"))


def guess(data: bytes) -> str:
    """charset_normalizer's opinion; its Western varieties are all read as cp1252, as browsers do."""
    best = from_bytes(data[:SAMPLE]).best()
    name = best.encoding if best else "cp1252"
    western = name.startswith(WESTERN) and name not in ("cp1251", "cp866")
    return "cp1252" if western else name


def damage_of(text: str, encoded: bytes) -> int:
    """Characters lost: U+FFFD, and C1 controls, which no page means. *encoded* is *text* in UTF-8."""
    controls = len(CONTROL.findall(encoded)) if b"\xc2" in encoded else 0
    return text.count(LOST) + controls


def common_share(text: str) -> float:
    """The share of common characters among all East Asian and private-use ones; 0 if there are none."""
    characters = "".join(EAST_ASIAN.findall(beyond_ascii(text[:SAMPLE])))
    return number_of(COMMON, characters) / len(characters) if characters else 0.0
