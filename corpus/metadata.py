"""Metadata: what a text says about itself, completed and overridden by what is given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from corpus.clean import clean_offset
from corpus.marks import chinese
from corpus.types import UNFINISHED, CleanText, Level, Metadata, Provision

_DATE = r"([12]\d{3})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日"
_KINDS = (
    "法|条例|办法|规定|细则|规则|决定|意见|"
    "方案|通知|章程|准则|解释|纲要|规划|计划|制度|标准|措施|"
    "批复|公告|通告|要点|清单|责任书"
)
_TITLE = re.compile(rf"^(?=.{{4,120}}$)[^。；！？\n]*(?:{_KINDS})(?:[（(〔][^（()）]{{1,12}}[）)〕])?$", re.M)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}\s?[〔\[［（(【][12]\d{3}[〕\]］）)】]\s?\d{1,5}\s?号")
_ORDER = re.compile(r"(?:中华人民共和国)?[\u4e00-\u9fff]{2,8}令\s?第?\s?\d{1,4}\s?号")
_EFFECT = re.compile(
    rf"自\s?(?:{_DATE}|(?:印发|发布|公布|颁布|下发|发文|批准)之日)\s?起?\s?(?:正式)?(?:施行|实施|执行|生效|试行)"
)
# In this order: what a text is based on, else what it says to carry out.
_BASIS = (
    re.compile(r"(?:根据|依据|依照|按照|遵照)[^。\n]{2,600}?(?:制定|制订|特制|结合|提出)"),
    re.compile(r"(?:贯彻|落实)[^。\n]{0,20}《[^。\n]{2,600}?(?:制定|制订|特制|结合|提出)"),
)
_SCOPE = re.compile(
    r"本(?:实施)?(?:法|条例|办法|规定|细则|规则|方案|意见|解释)适用于([^。\n]{2,200})"
    r"|^(?:第\S{1,9}条\s?)?([^。\n]{4,120}?)，?适用本(?:法|条例|办法|规定|细则|规则)。",
    re.M,
)
# What a text says to carry out, in its title (实施《甲》办法, 《甲》实施细则) or its purpose (为了贯彻落实《甲》).
_CARRIED_OUT = (
    re.compile(r"(?:实施|贯彻|执行)[《〈]([^《》〈〉\n]{2,60})[》〉]"),
    re.compile(r"[《〈]([^《》〈〉\n]{2,60})[》〉](?:实施|施行)(?:细则|办法|条例|意见|方案)"),
)
_PURPOSE = re.compile(r"为(?:了)?(?:全面|深入|认真|切实)?(?:贯彻|落实|实施|执行)[^。\n]{0,40}?《[^。\n]*")
_PURPOSE_ENDS = re.compile(r"(?:根据|依据|依照|按照|结合|，制定|,制定)")
# A sentence that ends what was in force: 《甲》同时废止, 自本办法施行之日起，《甲》、《乙》废止.
_REPEAL = re.compile(r"([^。；\n]*《[^。；\n]*?(?:同时|即行|予以|即|一并|[》）)])(?:相应)?废止)")
_SENTENCE_BREAK = re.compile(r"[。；\n]")
_TITLED = re.compile(r"《([^《》]*(?:[《〈][^》〉]*[》〉][^《》]*)?)》")
_LETTER = re.compile(r"(?:印发|转发|公布|发布)《([^\n]+)》的(?:通知|公告|决定|令)\Z")
_TRIAL = re.compile(r"[（(〔](?:试行|暂行|草案|修订|修正|\d{4}年[^（()）]{0,12})[)）〕]\Z")
_WHO_LINE = re.compile(r"[（(]?(?:责任|牵头|主办|配合|协办|承办|联系)(?:单位|部门|领导|人|电话)?[:：]")
_INTERPRETER = re.compile(r"由([^，,。；\n由]{2,60}?)负责解释")
_MEETING = re.compile(
    rf"{_DATE}\s?(?:经)?([\u4e00-\u9fff]{{0,10}}?)第\S{{1,5}}届([\u4e00-\u9fff]{{0,4}})(人民代表大会(?:常务委员会)?)第\S{{1,5}}次会议"
)
_SIGNED = re.compile(rf"^(?P<issuer>[^。，,：:\n]*?)\s?{_DATE}$", re.M)
_PUBLISHED = re.compile(r"(?:发布|公开|公布|刊发)(?:时间|日期)\s*[:：]\s*([12]\d{3})[-年/.](\d{1,2})[-月/.](\d{1,2})")


def describe(text: str, clean: CleanText, root: Provision, given: Mapping[str, Any]) -> Metadata:
    """Return a document's metadata.

    Takes the stored text, its clean view, its tree, and the values that are given (by a manifest, a sidecar,
    or the user) and go before what the text says. `effective` is an ISO day, or the words of the text where
    they name an event (自印发之日起施行).
    """
    preface, body, tail = _parts(clean, root)
    preface = preface[-10000:]  # a text without provisions is all preface
    frame = f"{preface}\n{tail[:10000]}"
    title = given.get("title") or _title(text, preface, clean.text)
    issuers = tuple(given.get("issuers") or _issuers(frame))
    based_on = tuple(given.get("based_on") or _based_on(body or preface, preface))
    region = given.get("region") or _region(title, issuers, (preface, *based_on))
    missing = _missing(root)
    if _breaks_off(body):
        missing = (*missing, f"{_last_label(root)}{UNFINISHED}")
    found: dict[str, Any] = {
        "title": title,
        "short_title": _short_title(title),
        "issuers": issuers,
        "number": _number(preface, text),
        "date": _date(frame),
        "published": _iso(_PUBLISHED.search(text[:3000])),
        "effective": _effective(body),
        "region": region,
        "level": _level(region, issuers, f"{title} {preface}"),
        "applies_to": _applies_to(body),
        "based_on": based_on,
        "implements": _implements(title, body or preface),
        "repeals": _repeals(body),
        "interpreter": match[1] if (match := _INTERPRETER.search(body)) else "",
        "completeness": "partial" if missing else "complete",
        "missing": missing,
    }
    return Metadata(**{"id": "", **found, **given})


def _parts(clean: CleanText, root: Provision) -> tuple[str, str, str]:
    """Return the clean text before the first provision, the provisions, and what follows the last."""
    bounds = {node.kind: clean_offset(clean, node.start) for node in reversed(root.children)}
    first = next((node for node in root.children if node.kind != "preface"), None)
    start = clean_offset(clean, first.start) if first else len(clean.text)
    end = min(bounds.get("conclusion", len(clean.text)), bounds.get("annex", len(clean.text)))
    return clean.text[:start].strip(), clean.text[start:end].rstrip(), clean.text[end:]


def _title(text: str, preface: str, clean: str) -> str:
    """Return a document's title: a Markdown title, the last title line before the provisions, or the first line.

    A page that shows only a part may still announce the document (…印发《…办法》).
    """
    if match := re.match(r"\s*# +(.+)", text):
        return match[1].strip()
    if lines := [match.group() for match in _TITLE.finditer(preface)]:
        # a cover letter stands before the document itself, whose title then comes last
        return re.sub(r"(?<=[\u4e00-\u9fff])(?<![委院府厅部局室会]) (?=[\u4e00-\u9fff])", "", lines[-1])
    if not preface.strip() and (match := re.search(r"(?:印发|发布|公布|出台)《([^《》\n]+)》", text)):
        return match[1]
    return clean.split("\n", 1)[0][:120]


def _issuers(preface: str) -> tuple[str, ...]:
    r"""Return who issued a document, from its title line, its signature, or the meeting or order that passed it.

    >>> _issuers("某市人民政府关于印发《某市办法》的通知")
    ('某市人民政府',)
    >>> _issuers("某某条例\n2022年11月17日 汕头市第十五届人民代表大会常务委员会第九次会议通过")
    ('汕头市人民代表大会常务委员会',)
    >>> _issuers("某某条例\n2012年11月12日 中华人民共和国国务院令第629号公布")
    ('国务院',)
    """
    if match := re.search(r"^([^。，,：:《\n]{4,60}?) ?(?:关于印发|印发《|关于转发|转发《)", preface, re.M):
        return tuple(match[1].split())
    for match in _SIGNED.finditer(preface):
        above = preface[: match.start()].rstrip("\n").rpartition("\n")[2]
        name = match["issuer"].strip() or ("" if re.search(r"[。，,：:]|\d", above) else above)
        if name and not re.search(r"\d", name):
            return tuple(name.split())
    if match := _MEETING.search(preface):
        return (match[4] + match[5] + match[6],)
    if match := re.search(
        rf"{_DATE}\s?(?:中华人民共和国)?([\u4e00-\u9fff、]{{2,20}}?)(?:令|公告|发布|公布|批准)", preface
    ):
        return tuple(match[4].split("、"))
    if match := re.match(r"([^，,：:。《\n]{2,30}?(?:法院|检察院|政府|委员会|办公厅|办公室|部|局|厅|委))关于", preface):
        return tuple(re.split("[、 ]", match[1]))
    return ()


def _number(preface: str, text: str) -> str:
    """Return the document's own number: alone on a line, after its label, or the last order that issued it."""
    for line in preface.split("\n"):
        if _NUMBER.fullmatch(line.strip()):
            return line.strip()
    if match := re.search(rf"(?:文\s*号|发文字号)\s*[:：|]+\s*({_NUMBER.pattern})", text[:3000]):
        return match[1]
    orders = _ORDER.findall(preface)
    return str(orders[-1]) if orders else ""


def _date(preface: str) -> str:
    """Return the day on which a document was signed or last passed."""
    days = [
        _iso(match)
        for match in re.finditer(rf"{_DATE}(?=\s*$|.{{0,80}}(?:通过|修正|修订|公布|发布|批准|令))", preface, re.M)
    ]
    return max(days) if days else ""


def _effective(body: str) -> str:
    """Return the day, or the words, of the last sentence that sets a beginning.

    >>> _effective("本细则自2017年3月21日起施行。"), _effective("本办法自印发之日起施行。")
    ('2017-03-21', '自印发之日起施行')
    """
    matches = list(_EFFECT.finditer(body))
    return (_iso(matches[-1]) if matches[-1][1] else matches[-1].group()) if matches else ""


def _applies_to(body: str) -> str:
    """Return the scope in the words of the text.

    >>> _applies_to("第二条 本办法适用于县区党委、政府。"), _applies_to("第二条 本市行政区域内的审计监督,适用本条例。")
    ('县区党委、政府', '本市行政区域内的审计监督')
    """
    match = _SCOPE.search(body)
    return (match[1] or match[2]).strip("，,") if match else ""


def _based_on(body: str, preface: str) -> tuple[str, ...]:
    """Return the titles that a text is based on, from its first sentences.

    >>> _based_on("第一条 为了实施，根据《甲法》《乙条例》(以下简称《乙》)，制定本办法。", "")
    ('甲法', '乙条例')
    """
    for words in _BASIS:
        if match := words.search(f"{body[:3000]}\n{preface}"):
            titles = re.findall(r"(?<!简称)《([^《》]+)》", match.group())
            if titles:
                return tuple(dict.fromkeys(titles))
    return ()


def _short_title(title: str) -> str:
    """Return a shorter title, empty where there is none: that of what a letter sends, without 中华人民共和国, (试行).

    >>> _short_title("某市人民政府关于印发《某市河长制办法（试行）》的通知"), _short_title("中华人民共和国水法")
    ('某市河长制办法', '水法')
    >>> _short_title("某市河长制办法")
    ''
    """
    match = _LETTER.search(title)
    short = _TRIAL.sub("", (match[1] if match else title).removeprefix("中华人民共和国"))
    return "" if short == title else short


def _implements(title: str, body: str) -> tuple[str, ...]:
    """Return the titles that a text says to carry out, in its own title or its purpose.

    >>> _implements("某省实施《中华人民共和国水法》办法", "")
    ('中华人民共和国水法',)
    >>> _implements("某办法", "第一条 为了贯彻落实《甲意见》，根据《乙法》，制定本办法。")
    ('甲意见',)
    """
    titles = [match[1] for form in _CARRIED_OUT for match in form.finditer(title)]
    if match := _PURPOSE.search(body[:1500]):
        titles += _TITLED.findall(_PURPOSE_ENDS.split(match.group())[0])
    return tuple({title.removeprefix("中华人民共和国"): title for title in reversed(titles)}.values())[::-1]


def _repeals(body: str) -> tuple[str, ...]:
    """Return the titles of what a text repeals.

    >>> _repeals("第九条 本办法自2020年1月1日起施行。《甲办法》（某政发〔2010〕1号）、《乙规定》同时废止。")
    ('甲办法', '乙规定')
    >>> _repeals("第八条 依照《立法法》制定、修改和废止规章。")
    ()
    """
    if "废止" not in body:
        return ()
    sentences = (sentence for sentence in _SENTENCE_BREAK.split(body) if "废止" in sentence)
    matches = (match for sentence in sentences if (match := _REPEAL.match(sentence)))
    return tuple(dict.fromkeys(title for match in matches for title in _TITLED.findall(match[1])))


def _last_label(root: Provision) -> str:
    """Return the label of the last article, or of the last section and item in plans, empty where there is none."""
    labelled = [node for node in root.walk() if node.kind in ("article", "section", "item")]
    if not labelled:
        return ""
    last = labelled[-1]
    if last.kind != "item":
        return last.label
    above = next((node for node in reversed(labelled) if node.kind != "item" and node.end >= last.end), None)
    return f"{above.label}{last.label}" if above else last.label


@lru_cache(maxsize=1)
def _regions() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of provinces, of regions by their form, of common words, and of central issuers."""
    words = yaml.safe_load((Path(__file__).parent / "regions.yaml").read_text(encoding="utf-8"))
    provinces = "|".join(words["provinces"])
    return (
        re.compile(provinces),
        re.compile(
            rf"(?:中共)?(?P<province>{provinces})?"
            r"(?P<city>[\u4e00-\u9fff]{2,8}?(?:市(?!场|民(?!政)|政(?!府)|容|域|面|价|售|制)|自治州|盟(?=[\u4e00-\u9fff])))?"
            r"(?P<county>[\u4e00-\u9fff]{1,8}?(?:自治县|县(?!级|域|乡|城|以上)|区(?!域|划|块|间|别|级|县)|自治旗|旗(?=委|人)))?"
            r"(?P<town>[\u4e00-\u9fff]{2,6}?(?:镇|乡|街道)(?=党|人|关于|委))?"
        ),
        re.compile(rf"(?:{'|'.join(words['common'])})$"),
        re.compile("|".join(words["central"])),
    )


def _region(title: str, issuers: tuple[str, ...], words: tuple[str, ...]) -> str:
    """Return the region of a document, from its title and issuers by the form of the name, empty where none.

    The words around them (promulgation lines, legal basis) may name the province of a city.

    >>> _region("汕头市河长制条例", (), ("2023年1月9日 广东省人民代表大会常务委员会批准",))
    '广东省汕头市'
    >>> _region("城市房地产管理法", ("全国人民代表大会常务委员会",), ())
    ''
    """
    provinces, form, common, _ = _regions()
    best: list[str] = []
    for name in (*issuers, title):
        if name == title and best:
            break  # who issued it tells more than what it is about (某市居民住宅区…条例)
        match = form.match(name)
        units = []
        for unit in match.group("province", "city", "county", "town") if match else ():
            if unit and common.search(unit):
                break
            units += [unit] if unit else []
        if len(units) > len(best):
            best = units
    if not best:
        found = provinces.search(" ".join(issuers))
        return found.group() if found else ""
    if not provinces.match(best[0]) and (found := provinces.search(" ".join(words))):
        best.insert(0, found.group())
    return "".join(best)


def _level(region: str, issuers: tuple[str, ...], words: str) -> Level | str:
    """Return the level of a document: that of its region, else central where a central body issued it.

    >>> _level("广东省汕头市", (), ""), _level("上海市", (), ""), _level("甘肃省白银市白银区", (), "")
    ('city', 'province', 'county')
    >>> _level("", (), "国务院令第743号"), _level("", ("国家市场监督管理总局",), ""), _level("", (), "某办法")
    ('central', 'central', '')
    """
    provinces, _, _, central = _regions()
    if not region:
        issued = any(re.match(r"国家|.*(?:部|总局)$", issuer) for issuer in issuers)
        return "central" if issued or central.search(" ".join((words, *issuers))) else ""
    if provinces.fullmatch(region):
        return "province"
    if region.endswith(("市", "州", "盟", "地区")):
        return "city"
    return "township" if region.endswith(("镇", "乡", "街道")) else "county"


def _missing(root: Provision) -> tuple[str, ...]:
    """Return the labels of the articles, or of the first items, that a copy lacks.

    A text lacks what stands before its first article and what its numbers leap over.
    """
    articles = [node for node in root.walk() if node.kind == "article"]
    missing: list[str] = []
    last = 0
    for node in articles:
        value = int(node.number.split("-")[0])
        missing += [f"第{chinese(number)}条" for number in range(last + 1, value)] if value > last + 1 else []
        last = value
    if articles and articles[0].children and articles[0].children[0].kind == "item":
        first = articles[0].children[0]
        before = [f"({chinese(number)})" for number in range(1, int(first.number))]
        if before:
            span = before[0] if len(before) == 1 else f"{before[0]}–{before[-1]}"
            missing.insert(int(articles[0].number) - 1, f"{articles[0].label}{span}")
    return tuple(missing)


def _breaks_off(body: str) -> bool:
    """Tell whether the last line is a sentence without an end; who is responsible is told without one.

    >>> _breaks_off("第一条 县政府应当制定规划，"), _breaks_off("责任单位：市委宣传部，市乡村振兴局")
    (True, False)
    """
    line = body.rpartition("\n")[2]
    if _WHO_LINE.match(line):
        return False
    return bool(re.search(r"[，,。；]", line)) and bool(re.search(r"[\u4e00-\u9fff，,、]$", line))


def _iso(match: re.Match[str] | None) -> str:
    """Return the day that the first three groups of a match name, in ISO 8601."""
    return f"{int(match[1]):04}-{int(match[2]):02}-{int(match[3]):02}" if match else ""
