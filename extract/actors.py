"""Read an actor phrase: coordination expanded, shared modifiers distributed, levels resolved.

Accepted forms (see the doctests of `parse`): 县区党委、政府; 市委、市政府主要负责人; 省、市、县级人民政府;
财政、审计、乡村振兴等部门; 各级人大常委会和政协委员会; 村“两委”、驻村工作队; 国有及民营企业.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.patterns import Endings, alternation, word_classes
from extract.tags import tags

_WORDS = word_classes("actors")
_HEADS = Endings(_WORDS["head"])
# 经营者, 检察员, 申请人; but not 或者, 动员, 用人
_PERSONS = ("者", "员", "人")
_PERSON_HEAD = re.compile(r"(?<=[^或]{2})(?<!或)者|(?<=..)(?<![动满全])员|(?<=..)(?<![用育选为动感惊待])人")
_WEAK_HEADS = Endings(_WORDS["head.weak"])
_POSITION = re.compile(f"(?:{alternation(_WORDS['position'])})$")
_LEVEL_ONLY = re.compile(f"(?:各)?(?:{alternation(_WORDS['level'])})$")
_LEVEL_START = re.compile(
    f"(?:各级地方|地方各级|县级以上地方各级|县级以上地方|县级以上|各级|上一级|下一级|上级|下级|本级|同级|地方|{alternation(_WORDS['level'])})"
)
_SCOPE = re.compile(r"各?(?:[^级县]{1,8}双方)?" + _LEVEL_START.pattern)
# 布局, 场所 and the like end like actors
_THINGS = Endings(_WORDS["thing"])
_GENERIC = re.compile(f"(?:{alternation(_WORDS['generic'])})$")
_WHOLE = re.compile(alternation(_WORDS["whole"]))
_SEPARATOR = re.compile(r"、|，|,|特别是|尤其是|以及|及其(?!他)|及(?!其他)|和|与|或者|或")
_FUSED = re.compile(
    r"(?<=[党省市县区州旗镇乡级]委)(?=(?:省|市|县|区|州|旗|镇|乡)?(?:人民)?政府(?:$|主要|分管|负责))|(?<=中央纪委)(?=国家监委)|(?:(?<=各地)|(?<=地区)|(?<=部门)|(?<=单位)|(?<=党委)|(?<=乡镇)|(?<=街道)|(?<=政府))(?=各(?:乡镇|部门|单位|有关|地区|地|区|县))"
)
_BRACKETS = {"(": ")", "（": "）", "“": "”", "《": "》", '"': '"'}
_DROP = re.compile(
    r"^(?:其(?=所在|上级|主管)|各类(?=企业$)|各(?!级|有关|相关|方面|方|部门$|单位$|地区$|地方$|地$|乡镇|界|党|类(?!企业$))|每名|每个|广大|全体|所有(?![权人者制])的?|其中|同时|所述)"
)
_GENERAL_HEADS = ("部门", "单位", "个人", "组织", "人员")
_GENERAL = re.compile(r"(?:(?<=任何)|(?<=有关)|(?<=相关)|(?<=的)|(?<=的其他))(?:部门|单位|个人|组织)$")
_TWO_IN_ONE = {
    "企事业单位": ("企业", "事业单位"),
    "企业事业单位": ("企业", "事业单位"),
    "机关企事业单位": ("机关", "企业", "事业单位"),
}
_EACH = re.compile(r"(?<=直)各(?=责任)|(?<=以及)各")
_TAIL = re.compile(r"(?:等|及其?他?)$")
_TAIL_ENDS = ("等", "及", "其", "他")
# what the last character of an actor may be: most other words are told by it alone
_LASTS = {word[-1] for kind in ("head", "head.weak") for word in _WORDS[kind]} | {*_PERSONS, *_TAIL_ENDS, ")", "）"}
_SUCH_BODIES = re.compile(r"等(?:有关|相关)?(?:部门|机关|单位|机构)(?:和|、|及)(?:有关|相关)?(?:部门|机关|单位|机构)$")
# 乡、民族乡、镇的人民政府
_LEVEL_OF = re.compile(
    r"(?:(?<=^省)|(?<=^市)|(?<=^县)|(?<=^区)|(?<=^乡)|(?<=^镇)|(?<=^民族乡)|(?<=^自治区)|(?<=^直辖市)|(?<=^自治州))的(?=人民)"
)
# 本市行政区域内的机关、团体
_PLACE_OF = re.compile(r"^.{2,12}(?:区域|辖区|范围|境|市|省|县)内的")
_DOER = re.compile(
    r"(?:(?P<verb>[\u4e00-\u9fff]{2})(?:单位|企业|机构|者)|(?P<right>使用权|所有权|所有|使用|管理|经营|承包|承租)人)$"
)
# 发展改革和旅游部门
_FIELD_BODY = re.compile(r"[^、和与及的]{2,8}(?:行政|主管)*部门")
_LISTS = re.compile(r"(?<=等部门)(?:以及|和|、)(?!单位)|(?<=等有关部门)(?:以及|和|、)(?!有关|单位)")
_OWNER = re.compile(
    r".*(?:人民政府|国务院)(?=.+部门$)|[省市县区乡]级(?=.+部门$)|(?:[省县区州旗]|市(?!场))(?=[^级（(、].*部门$)"
)
_GOVERNMENT = re.compile(r"人民政府.*$")
# 作业单位和个人: who does something as a unit or alone
_DOING_UNIT = re.compile(r"^(?!.*(?:事业|机关|有关|相关|任何|各|责任|建设))[\u4e00-\u9fff]{2,10}单位$")
_LEVEL_PHRASE = rf"(?:有关|相关|郊区)?(?:{alternation(_WORDS['level'])})"
_LEVELS = re.compile(
    rf"(?P<levels>{_LEVEL_PHRASE}(?:(?:、|和|及|以及){_LEVEL_PHRASE})+)(?![、和及与或级（(]|人民|政府|党|委|区|县|市|场)(?=.*部门$)"
)
_OF_EACH_LEVEL = ("领导小组", "机关", "部门", "工会", "共青团", "妇联", "法院", "检察院")
_OWNED = re.compile(
    r"[省市县区州旗镇乡](?!场)|国务院|中央|上级|下级|同级|本级|其他|有关|相关|[^级]{2,6}[省市县区](?!场)"
)
# （以下简称…）, （以下统称…）, （下同）
_SHORT_FORM = re.compile(r"[（(](?:以下|下同|含|包括)[^（）()]*[）)]")
_SUCH_RELATED = re.compile(r"^(?:有关|相关)")
_SECRETARIES = re.compile(r"(?P<levels>[省市州县区乡镇村]{2,5})[二三四五]级书记")
# 中等职业学校 and 高等学校 list nothing
_SUCH_AS = re.compile(r"(?<![高初平])(?<!(?<![高初])中)等(?P<head>[^等、]{0,12})$")


@dataclass(frozen=True, slots=True)
class Name:
    """A canonical actor name and the place of its words in the phrase (offsets within the phrase)."""

    name: str
    start: int
    end: int


def is_actor(phrase: str, strict: bool = True) -> bool:
    """Say whether the phrase ends like an actor; `strict` leaves out heads of one ambiguous character.

    >>> is_actor("县区党委、政府"), is_actor("加强对县区的管理"), is_actor("长沙市"), is_actor("长沙市", strict=False)
    (True, False, False, True)
    """
    if phrase[-1:] not in _LASTS:
        return False
    if "（" in phrase or "(" in phrase:
        phrase = _SHORT_FORM.sub("", phrase)
    if _THINGS.end(phrase):
        return False
    core = phrase.rstrip(")）") if phrase.endswith((")", "）")) and not _has_head(phrase) else phrase
    if core.endswith(_TAIL_ENDS):
        core = _TAIL.sub("", core)
    if _has_head(core):
        return True
    return not strict and len(core) > 2 and _WEAK_HEADS.end(core) and not core.endswith(("农村", "社会"))


def _has_head(words: str) -> bool:
    return _HEADS.end(words) or (words.endswith(_PERSONS) and bool(_PERSON_HEAD.match(words, len(words) - 1)))


def _head(words: str) -> str:
    """Return the head that ends the words, or nothing."""
    return _HEADS.of(words) or (words[-1] if _has_head(words) else "")


# A text names the same bodies again and again.
@lru_cache(maxsize=4096)
def parse(phrase: str) -> tuple[Name, ...]:
    """Split an actor phrase into canonical names.

    >>> [n.name for n in parse("县区党委、政府")]
    ['县区党委', '县区政府']
    >>> [n.name for n in parse("市委、市政府主要负责人")]
    ['市委主要负责人', '市政府主要负责人']
    >>> [n.name for n in parse("省、市、县级人民政府")]
    ['省人民政府', '市人民政府', '县级人民政府']
    >>> [n.name for n in parse("财政、审计、乡村振兴等部门")]
    ['财政部门', '审计部门', '乡村振兴部门']
    >>> [n.name for n in parse("市、区（县）、镇（街道）级河长制工作机构")]
    ['市级河长制工作机构', '区（县）级河长制工作机构', '镇（街道）级河长制工作机构']
    >>> [n.name for n in parse("工会、共青团、妇联、科协、残联等群团组织")]
    ['工会', '共青团', '妇联', '科协', '残联']
    >>> [n.name for n in parse("各县、经济区督查部门和扶贫开发主管部门")]
    ['县督查部门', '经济区督查部门', '县扶贫开发主管部门', '经济区扶贫开发主管部门']
    >>> [n.name for n in parse("行政机关及其工作人员")]
    ['行政机关', '行政机关工作人员']
    >>> [n.name for n in parse("所在单位主要领导或分管领导")]
    ['所在单位主要领导', '所在单位分管领导']
    >>> [n.name for n in parse("省市县乡村五级书记")]
    ['省书记', '市书记', '县书记', '乡书记', '村书记']
    >>> [n.name for n in parse("区教育局，各乡镇党委政府")]
    ['区教育局', '各乡镇党委', '各乡镇政府']
    """
    secretaries = _SECRETARIES.fullmatch(phrase)
    if secretaries:
        return tuple(Name(level + "书记", 0, len(phrase)) for level in secretaries["levels"])
    lists = _LISTS.search(phrase)
    if lists:  # 县级农业农村、自然资源等有关部门以及镇人民政府: the first list ends before the second begins
        offset = lists.end()
        rest = [Name(name.name, name.start + offset, name.end + offset) for name in parse(phrase[offset:])]
        return (*parse(phrase[: lists.start()]), *rest)
    if crossed := _crossed(phrase):
        return tuple(crossed)
    parts = [Name(_SHORT_FORM.sub("", part.name), part.start, part.end) for part in _split(phrase)]
    if not parts:
        return ()
    first = parts[0].name
    parts = _complete_heads(parts)
    completed = parts[0].name != first
    parts = _share_levels(parts)
    parts = _share_modifiers(parts, completed)
    parts = _share_positions(parts)
    names: list[Name] = []
    for part in parts:
        canonical = _canonical(part.name)
        for name in _TWO_IN_ONE.get(canonical, (canonical,)):
            if name and name not in {other.name for other in names}:
                names.append(Name(name, part.start, part.end))
    return tuple(_owned(names, phrase))


def _crossed(phrase: str) -> list[Name]:
    """Return the departments of each of several levels (市、有关县（区）水利、林业等部门), nothing for other words."""
    match = _LEVELS.match(phrase)
    if match is None:
        return []
    offset = match.end()
    departments = parse(phrase[offset:])
    if not departments or not all(name.name.endswith(("部门", "机关")) for name in departments):
        return []
    levels = [part for part in _SEPARATOR.split(match["levels"]) if part]
    return [Name(level + name.name, offset + name.start, offset + name.end) for level in levels for name in departments]


def _split(phrase: str) -> list[Name]:
    """Cut at coordinators outside brackets and fixed names; a conjunction cuts only between two heads or levels."""
    such_as = _SUCH_BODIES.search(phrase)
    if such_as and all(is_actor(name.name, strict=False) for name in _split(phrase[: such_as.start()])):
        phrase = phrase[: such_as.start()]
    guarded = [False] * (len(phrase) + 1)
    for match in _WHOLE.finditer(phrase):
        guarded[match.start() + 1 : match.end()] = [True] * (match.end() - match.start() - 1)
    closing: list[str] = []
    for place, char in enumerate(phrase):
        if closing and char == closing[-1]:
            closing.pop()
        elif char in _BRACKETS:
            closing.append(_BRACKETS[char])
        guarded[place] = guarded[place] or bool(closing)
    cuts: list[tuple[int, int, str]] = [(m.start(), m.start(), "") for m in _FUSED.finditer(phrase)]
    for match in _SEPARATOR.finditer(phrase):
        if not guarded[match.start()]:
            cuts.append((match.start(), match.end(), match.group()))
    parts: list[Name] = []
    begin = 0
    for start, end, word in sorted(cuts):
        left, right = phrase[begin:start], phrase[end:]
        if start < begin or not left or not right:
            continue
        if word in {"和", "与", "及", "或"} and not (_joins(left) or _FIELD_BODY.fullmatch(right)):
            continue
        if word and _in_modifier(left, right):
            continue
        parts.append(Name(left, begin, start))
        begin = end
    parts.append(Name(phrase[begin:], begin, len(phrase)))
    return parts


def _in_modifier(left: str, right: str) -> bool:
    """Say whether a coordinator stands inside the words before 的 (从事生产、经营的单位), not between actors."""
    if "的" not in right or _LEVEL_ONLY.fullmatch(left):
        return False
    if is_actor(left) and not left.startswith("由"):
        return False
    end = 0
    for match in _SEPARATOR.finditer(right):
        if is_actor(right[: match.start()], strict=False):
            end = match.start()
            break
    return "的" in right[: end or len(right)]


def _joins(left: str) -> bool:
    """Say whether a conjunction between these stands between two actors rather than inside a name."""
    if is_actor(left, strict=False) or _LEVEL_ONLY.match(left):
        return True
    return bool(re.search(r"(?:国有|民营|集体|驻湘|省直|市直|县直|相关|有关)$", left)) or "、" in left


def _complete_heads(parts: list[Name]) -> list[Name]:
    """Give parts without a head (省、市; 财政、审计) the head of the last part."""
    last = parts[-1]
    such_as = _SUCH_AS.search(last.name)
    if such_as and such_as.group("head") and such_as.start() > 0:
        before = last.name[: such_as.start()]
        named = [*parts[:-1], Name(before, last.start, last.start + such_as.start())]
        if all(is_actor(part.name, strict=False) for part in named):
            return named
        head = such_as.group("head")
        head = _SUCH_RELATED.sub("", head)
        whole = [Name(_with_head(part.name, head), part.start, part.end) for part in named]
        return _of_one_owner(whole)
    if len(parts) == 1:
        return parts
    done: list[Name] = []
    for index, part in enumerate(parts):
        rest = parts[index + 1 :]
        if re.fullmatch(r".[人员者]", part.name):
            done.append(part)  # 证人、鉴定人
            continue
        if (is_actor(part.name, strict=False) and not _LEVEL_ONLY.match(part.name)) or not rest:
            done.append(part)
            continue
        # 省、市、县级人民政府: what follows the level word of the next part that has a head
        partner = next((other for other in rest if not _LEVEL_ONLY.match(other.name)), None)
        if _LEVEL_ONLY.match(part.name):
            if partner is None or not (start := _LEVEL_START.match(partner.name)):
                body = _GOVERNMENT.search(partner.name) if partner else None  # 市、铁路沿线区县人民政府
                done.append(Name(part.name + body.group(), part.start, part.end) if body else part)
                continue
            level = start.group()
            core = partner.name[len(level) :]
            if core.startswith("直"):  # 各乡镇、县直各部门
                done.append(part)
                continue
            if level.endswith("级") and len(core) and not _is_body(core):
                core = "级" + core
            done.append(Name(part.name + core, part.start, part.end))
        elif partner is not None and (head := _head((partner := _headed(rest, partner)).name)):
            shared = re.search(rf"(?:主管|行政主管|有关|相关|协作|监管)?{re.escape(head)}$", partner.name)
            done.append(Name(part.name + (shared.group() if shared else head), part.start, part.end))
        else:
            done.append(part)
    return _of_one_owner(done) if [part.name for part in done] != [part.name for part in parts] else done


def _with_head(name: str, head: str) -> str:
    """Return a name with the head of its list, where it lacks one (司法行政 + 行政管理部门 → 司法行政管理部门)."""
    if is_actor(name, strict=False) and not (head.endswith("部门") and name.endswith(("财政", "人才"))):
        return name
    return name + (head.removeprefix("行政") if name.endswith("行政") else head)


def _headed(rest: list[Name], partner: Name) -> Name:
    """Return the next part that has a head, else the partner."""
    return next((other for other in rest if not _LEVEL_ONLY.match(other.name) and _has_head(other.name)), partner)


def _of_one_owner(parts: list[Name]) -> list[Name]:
    """Give departments of one list the owner that the first names (县级以上人民政府农业农村、…部门; 市教育、…部门)."""
    owner = _OWNER.match(parts[0].name)
    if owner is None or any(_OWNED.match(part.name) or not part.name.endswith(("部门", "机关")) for part in parts[1:]):
        return parts
    return [parts[0], *(Name(owner.group() + part.name, part.start, part.end) for part in parts[1:])]


def _is_body(core: str) -> bool:
    """Say whether what follows a level word is a body of that level (县级人民政府, not 县级河长)."""
    return bool(re.match(r"(?:地方)?(?:人民政府|政府|党委|人大|人民)", core))


def _share_levels(parts: list[Name]) -> list[Name]:
    """Give bare later bodies the level of the first (各级党委和政府; 县区党委、政府)."""
    if len(parts) < 2:
        return parts
    shared = [parts[0]]
    for part in parts[1:]:
        general = _GENERAL.search(shared[-1].name)
        if general and part.name in _GENERAL_HEADS and general.start() > 0:
            shared.append(Name(shared[-1].name[: general.start()] + part.name, part.start, part.end))
            continue
        if part.name == "个人" and _DOING_UNIT.search(shared[-1].name):
            shared.append(Name(shared[-1].name.removesuffix("单位") + "个人", part.start, part.end))
            continue
        office = _POSITION.search(shared[-1].name)
        if office and office.start() > 0 and _POSITION.fullmatch(part.name):
            shared.append(Name(shared[-1].name[: office.start()] + part.name, part.start, part.end))
            continue
        start = _SCOPE.match(shared[-1].name)
        sibling = shared[-1].name[start.end() :] if start else ""
        bare = _GENERIC.match(part.name) or (_bare_office(part.name) and _is_body(sibling))
        each = start is not None and start.group() == "各级" and part.name.endswith(_OF_EACH_LEVEL)
        each = each and part.name not in ("机关", "部门") and not part.name.startswith("各")
        if shared[-1].name.startswith("任何") and part.name.endswith(("公民", "个人", "组织", "单位")):
            shared.append(Name(f"任何{part.name.removeprefix('任何')}", part.start, part.end))
            continue
        if start and (bare or (each and not _OWNED.match(part.name))):
            shared.append(Name(start.group() + part.name, part.start, part.end))
        else:
            shared.append(part)
    # 各县、经济区督查部门和扶贫开发主管部门: two levels share every later department
    levels = [n for n in parts if _LEVEL_START.match(_canonical(n.name))]
    later = [n for n in shared if n.name.endswith("主管部门") and not _LEVEL_START.match(n.name)]
    if len(levels) > 1 and later and all(n.name.endswith("部门") for n in shared):
        prefixes = [_LEVEL_START.match(_canonical(n.name)) for n in levels]
        kept_parts = [n for n in shared if n not in later]
        crossed = [Name(p.group() + n.name, n.start, n.end) for n in later for p in prefixes if p]
        return kept_parts + crossed
    return shared


def _share_modifiers(parts: list[Name], completed: bool) -> list[Name]:
    """Give bare later names the modifier of the first; `completed` says that the first got its head from the last.

    Accepted forms: 本市行政区域内的机关、团体; 计算机信息系统运营、使用单位; 机动车所有人、使用人.
    """
    if len(parts) < 2:
        return parts
    first = parts[0].name
    place = _PLACE_OF.match(first)
    if place and not any("的" in part.name for part in parts[1:]):
        return [parts[0], *(Name(place.group() + part.name, part.start, part.end) for part in parts[1:])]
    modifier = first[: -len(_by_activity(first))] if _by_activity(first) else ""
    if not (completed or first.endswith("人")):
        return parts  # 信道提供单位、互联单位 are two kinds of units
    if len(modifier) < 2 or "的" in modifier or modifier.startswith(("各", "有关", "相关", "任何")):
        return parts
    return [
        part if index == 0 or _by_activity(part.name) != part.name else Name(modifier + part.name, part.start, part.end)
        for index, part in enumerate(parts)
    ]


def _by_activity(name: str) -> str:
    """Return the end of a name that says only what somebody does (计算机信息系统运营单位: 运营单位), or nothing."""
    match = _DOER.search(name)
    if match is None or not (match["right"] or tags().get(match["verb"], "").startswith("v")):
        return ""
    return match.group()


def _bare_office(name: str) -> bool:
    """Say whether the name is 政府主要负责人 or the like, without a level of its own."""
    return bool(re.fullmatch(rf"(?:党委|政府|人民政府)(?:{_POSITION.pattern[:-1]})?", name))


def _share_positions(parts: list[Name]) -> list[Name]:
    """Give earlier bodies the office of the last (市委、市政府主要负责人)."""
    position = _POSITION.search(parts[-1].name)
    if len(parts) < 2 or not position or position.start() == 0:
        return parts
    if not re.search(r"(?:党委|政府|委|部门|单位|机关|机构)$", parts[-1].name[: position.start()]):
        return parts
    return [
        Name(part.name + position.group(), part.start, part.end)
        if re.search(r"(?:党委|政府|[省市县区州]委|部门|单位|机关|机构|党组)$", part.name)
        else part
        for part in parts
    ]


def _canonical(name: str) -> str:
    """Drop 各, 全体 and the like where nothing is lost, and trailing 等."""
    name = name.strip(" \u3000:：")
    name = _DROP.sub("", name)
    name = _EACH.sub("", name)
    name = _LEVEL_OF.sub("", name)
    return re.sub(r"等$", "", name)


def _owned(names: list[Name], phrase: str) -> list[Name]:
    """Give what follows 及其 its owner (行政机关及其工作人员 → 行政机关工作人员)."""
    owned = list(names)
    for index in range(1, len(names)):
        own = names[index]
        if own.name.startswith("其") and not own.name.startswith("其他"):  # 或者其委托的单位
            owned[index] = Name(owned[index - 1].name + own.name[1:], own.start, own.end)
        elif phrase[: own.start].endswith("其"):
            # 市、县人民政府及其有关部门: of each of them
            alike = (
                [other for other in owned[:index] if other.name.endswith("政府")]
                if names[index - 1].name.endswith("政府")
                else []
            )
            owners = alike or owned[index - 1 : index]
            later = [Name(owner.name + own.name, own.start, own.end) for owner in owners]
            return [*owned[:index], *later, *owned[index + 1 :]]
    return owned


_ANY = re.compile(
    r"各级|[^级]{2,6}各级|县级以上|省级以上|市级以上|乡镇以上|上级|下级|上一级|下一级|本级|同级|地方(?!志|金融)|党政(?:主要|一把手)|.{0,8}双方"
)
_VILLAGE = re.compile(
    r"驻?村(?!镇|帮扶单位)|行政村|社区|居民委员会|居委会|农村集体经济组织|先行示范村|重点帮扶村|正常推进村|农村基层"
)
_TOWNSHIP = re.compile(r"民族乡|乡镇|[^区城]?镇|街道|乡级|乡（镇）|乡(?!村振兴)|各乡")
_PROVINCE = re.compile(r"省|自治区|直辖市|.{2,5}省|新疆生产建设兵团|全省")
_CENTRAL = re.compile(
    r"中央|中共中央|党中央|国务院|国家(?!机关$)|全国|最高人民|审计署|中国|(?:财政|农业农村|教育|公安|民政|司法|商务|水利|自然资源|生态环境"
    r"|交通运输|住房和城乡建设|人力资源社会保障|工业和信息化|科学技术|文化和旅游|应急管理|国防|外交|国家安全)部(?!门)"
)
_NONE = re.compile(
    r"企业|公司|公民|个人|社会组织|社会成员|群众|农户|军队|部队|民主党派|无党派|工会|共青团|妇联|科协|残联|工商联|人士|学生|生产经营单位|建设单位"
    r"|施工单位|用人单位|事业单位|经营者|生产者|消费者|当事人|申请人|业主(?!管)|法人|医院|学校|银行|金融|合作社|同胞|华侨|人才|退休|监护人|投诉人|举报人"
    r"|社会团体|其他组织|院校|科研|研究机构|研究院|代理机构|中介|服务机构|鉴定机构|检测机构|检验机构|评估机构|认证机构|媒体|劳动者|志愿者|对象|行业协会|商会|任何单位|物业|农民|村民|居民|驾驶人|所有人|使用人|管理人|承包"
)

# a unit is a public one only where it is named so; elsewhere it is whoever does the thing (建设单位, 供水单位)
_UNIT = re.compile(r"单位(?:(?:主要)?负责人|法定代表人|从业人员)?$")
_PUBLIC_UNIT = re.compile(
    r"(?:帮扶|责任|成员|牵头|配合|主管|预算|直属|下属|包保|联系|派驻|驻村|党政|机关|行政|相关|有关|各|本|直|国家|上级|下级|所属|所在|工作|督查|考核|监管"
    r"|选派|派出|定点|任何|归口|推荐|管理|部门|督察|被.{2,4})(?:责任)?单位|部门|机关"
)
_RESIDENT = re.compile(r"村民$|居民$|乡村医生$")
# those who work or study somewhere, bodies that are nobody's administration
_PRIVATE_END = re.compile(
    r"(?:从业人员|作业人员|聘用人员|管理技术人员|的人员|学生|员工|教职工|师生|家长|医生|医师|教师|厂长|经理|董事|监事|理事|平台|园区|资本|双方|生产经营组织|作业组织|协会组织"
    r"|任何组织|评价机构|培训机构|推广机构|检验检测机构|高等学校|成员代表大会|总工会)$"
)

# 信访人, 水路运输经营者; but 主要负责人, 召集人 hold an office
_PERSON = re.compile(r"(?:[^法]人|者)$|^市场主体")
_OFFICER = re.compile(r"(?:负责人|领导人|责任人|候选人|主持人|召集人|联系人)$")
_PUBLIC_TAIL = re.compile(r"(?:管委会|管理委员会|局|部门|机关|政府|党委|办公室|厅)$")


@lru_cache(maxsize=4096)
def level_of(name: str, context: str, municipality: bool = False) -> str:
    """Return the administrative level of an actor: from its own words, else `context` (the level of the chapter).

    `municipality` says that the document is of 北京, 上海, 天津 or 重庆, where 市 is a province.

    >>> [level_of(n, "") for n in ("省委", "市政府", "县区党委", "乡镇包村干部", "驻村工作队", "国务院", "各级党委")]
    ['province', 'city', 'county', 'township', 'village', 'central', 'any']
    >>> level_of("市人民政府", "", municipality=True), level_of("民营企业", "city"), level_of("财政部门", "city")
    ('province', 'none', 'city')
    """
    if _ANY.match(name):
        return "any"
    if _RESIDENT.search(name):
        return "none"
    if re.match(r"省辖市", name):
        return "city"
    if re.match(r"(?:有关|相关)(?=[省市区县乡镇])", name):
        name = name[2:]
    if _VILLAGE.match(name):
        return "village"
    if _CENTRAL.match(name):
        return "central"
    if re.match(r"(?:有关)?省直|省级", name):
        return "province"
    if re.match(r".{0,8}市级领导", name):
        return "city"
    if _PROVINCE.match(name):
        return "province"
    if _TOWNSHIP.match(name):
        return "township"
    if re.match(r"包?乡镇的县区", name):
        return "county"
    if re.match(r"区（|区\(|县（|县\(|县市区|县区|区县", name):
        return "county"
    if _PERSON.search(name) and not _OFFICER.search(name):
        return "none"
    if re.match(r"(?:市(?!场)|州)|设区", name):
        return "province" if municipality else "city"
    if re.match(r"[县区旗]|经济区|开发区|团[县区]委", name):
        return "county"
    if name == "单位" or (_NONE.search(name) and not _PUBLIC_TAIL.search(name)):
        return "none"
    if re.match(r"[^的]{1,7}(?<!县)县(?!级以上)", name) or "县区" in name:
        return "county"
    if re.match(r"[^的]{1,6}(?<!城)市(?!场|民)", name):
        return "province" if municipality else "city"
    if (_UNIT.search(name) and not _PUBLIC_UNIT.search(name)) or _PRIVATE_END.search(name):
        return "none"
    return context or "any"
