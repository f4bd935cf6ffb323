"""A labelled set made by rule, not by hand: names spelt by the tables of published standards.

    python -m tests.core.screening.by_rule by_rule_third > tests/core/screening/by_rule_third.csv

People and firms are drawn from pools of invented words; a positive pair writes one of them by
another table (Resolution 55, passports before 2010, BGN/PCGN, German, French, Polish, the Russian
form) and in another shape (order, initials, patronymic, a typing error, legal form); a negative one
changes exactly what tells two people or firms apart. The tables and pools were written without
running the matcher. What it missed of the first two sets taught it the letters of other languages
and slips of the space; the third has other names and another seed, and was judged once, with
nothing changed after.
"""

import csv
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

EACH = 90

_BASE = (
    "а:a б:b в:v д:d е:e ж:zh з:z к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh"
)
_STANDARDS = {
    "res55": "г:h ґ:g є:ie и:y і:i ї:i й:i щ:shch ю:iu я:ia ь: ':",
    "passport": "г:g ґ:g є:ye и:y і:i ї:yi й:y щ:shch ю:yu я:ya ь: ':",
    "bgn": "г:h ґ:g є:ye и:y і:i ї:yi й:y щ:shch ю:yu я:ya ь: ':",
    "german": "в:w ж:sch з:s г:h ґ:g є:je и:y і:i ї:ji й:j х:ch ц:z ч:tsch ш:sch щ:schtsch ю:ju "
    "я:ja ь: ':",
    "french": "г:h ґ:g є:ie и:y і:i ї:i й:i у:ou ж:j ч:tch ш:ch щ:chtch ю:iou я:ia ь: ':",
    "polish": "в:w ж:ż г:h ґ:g є:je и:y і:i ї:ji й:j х:ch ц:c ч:cz ш:sz щ:szcz ю:ju я:ja ь: ':",
}
_TABLES = {
    name: str.maketrans({one[0]: one[2:] for one in f"{_BASE} {special}".split()})
    for name, special in _STANDARDS.items()
}

# Ukrainian and Russian form of the same given name, and the patronymic made of it.
_FIRST_MEN = (
    ("андрій", "андрей", "андрійович"), ("богдан", "богдан", "богданович"),
    ("василь", "василий", "васильович"), ("віктор", "виктор", "вікторович"),
    ("дмитро", "дмитрий", "дмитрович"), ("кирило", "кирилл", "кирилович"),
    ("максим", "максим", "максимович"), ("матвій", "матвей", "матвійович"),
    ("остап", "остап", "остапович"), ("роман", "роман", "романович"),
    ("степан", "степан", "степанович"), ("тарас", "тарас", "тарасович"),
    ("юхим", "ефим", "юхимович"), ("ярема", "ярема", "яремович"),
)  # fmt: skip
_FIRST_FAMILIES = (
    "буревій", "гайворон", "деркач", "жеребило", "загребельний", "їжакевич", "калюжний",
    "ластовецький", "мороз", "непийвода", "оверченко", "підгаєцький", "рябошапка", "сагайда",
    "товстоліс", "устиченко", "хмаролом", "цвіркун", "чорнобай", "шумейко", "щербаківський",
    "юхименко", "яцюк", "ґудзенко",
)  # fmt: skip
# A word of the name in Ukrainian and as it is read in Latin letters, then the trade in both.
_FIRST_CORES = (
    "берегиня", "вертоліт", "громниця", "далекобій", "зарево", "княжич", "лелека", "мрія",
    "опір", "пугач", "руслан", "світанок", "туман", "чайка", "шершень", "ятаган",
)  # fmt: skip
_FIRST_TRADES = (
    ("завод", "Plant"), ("судноплавна компанія", "Shipping Company"),
    ("конструкторське бюро", "Design Bureau"), ("торговий дім", "Trading House"),
    ("авіакомпанія", "Airlines"), ("банк", "Bank"), ("інститут", "Institute"),
    ("електроніка", "Electronics"),
)  # fmt: skip
_FORMS = (("ТОВ", "LLC"), ("ПрАТ", "PJSC"), ("ДП", "State Enterprise"), ("АТ", "JSC"))


@dataclass(frozen=True)
class Pool:
    """The invented words that a set is drawn from, and the seed of the draw."""

    seed: int
    men: tuple[tuple[str, str, str], ...]
    families: tuple[str, ...]
    cores: tuple[str, ...]
    trades: tuple[tuple[str, str], ...]


FIRST = Pool(20261122, _FIRST_MEN, _FIRST_FAMILIES, _FIRST_CORES, _FIRST_TRADES)
SECOND = Pool(
    seed=7_041_983,
    men=(
        ("антін", "антон", "антонович"), ("гнат", "игнат", "гнатович"),
        ("євген", "евгений", "євгенович"), ("захар", "захар", "захарович"),
        ("йосип", "иосиф", "йосипович"), ("лев", "лев", "левович"),
        ("микола", "николай", "миколайович"), ("омелян", "емельян", "омелянович"),
        ("панас", "афанасий", "панасович"), ("сергій", "сергей", "сергійович"),
        ("тиміш", "тимофей", "тимошович"), ("федір", "фёдор", "федорович"),
        ("юрій", "юрий", "юрійович"), ("яків", "яков", "якович"),
    ),
    families=(
        "барвінок", "верещака", "гонтарук", "джежора", "єнсен", "жуйборода", "зінчишин",
        "іщенюк", "криворучко", "лящина", "мацьопа", "нечитайло", "ожогін", "перебийніс",
        "розумійко", "сіроштан", "трясигуз", "уманчик", "харцизенко", "цимбалістий", "чечуй",
        "шкурупій", "щедринюк", "юзьвик", "яворниченко",
    ),
    cores=(
        "аеліта", "блискавиця", "веселка", "гартівня", "джерело", "журавель", "іскра",
        "каштан", "либідь", "маківка", "оболонь", "промінець", "січовик", "троянда", "хортиця",
        "щедрик",
    ),
    trades=(
        ("агентство", "Agency"), ("фабрика", "Factory"), ("страхова компанія", "Insurance Company"),
        ("університет", "University"), ("корпорація", "Corporation"), ("фонд", "Fund"),
        ("дослідний центр", "Research Centre"), ("технології", "Technologies"),
    ),
)  # fmt: skip

THIRD = Pool(
    seed=55_271_828,
    men=(
        ("аркадій", "аркадий", "аркадійович"), ("борис", "борис", "борисович"),
        ("володимир", "владимир", "володимирович"), ("григорій", "григорий", "григорович"),
        ("денис", "денис", "денисович"), ("ілля", "илья", "ілліч"),
        ("костянтин", "константин", "костянтинович"), ("лук'ян", "лукьян", "лук'янович"),
        ("мирон", "мирон", "миронович"), ("олексій", "алексей", "олексійович"),
        ("павло", "павел", "павлович"), ("пилип", "филипп", "пилипович"),
        ("станіслав", "станислав", "станіславович"), ("ярослав", "ярослав", "ярославович"),
    ),
    families=(
        "адамчик", "бджоляр", "вовкодав", "голобородько", "довбенко", "єрмоленюк", "живоглядко",
        "зозулинець", "їжачинський", "качмарик", "лісничук", "мельничишин", "негребецький",
        "опришко", "паламарюк", "решетилович", "скоропад", "тютюнник", "ужвієнко", "фурсяк",
        "хижняченко", "цехмістер", "черевань", "шпаківський", "щуровський", "юрчишин", "ясинович",
    ),
    cores=(
        "антрацит", "буревісник", "вітрило", "гайдамака", "джура", "жайвір", "зеніт", "кобзар",
        "ластівка", "махаон", "орлан", "полонина", "райдуга", "сокіл", "тризуб", "цитадель",
        "чумак", "яструб",
    ),
    trades=(
        ("завод", "Plant"), ("академія", "Academy"), ("група", "Group"),
        ("інженерний центр", "Engineering Centre"),
        ("металургійна компанія", "Metallurgical Company"),
        ("транспорт", "Transport"), ("промисловість", "Industry"), ("банк", "Bank"),
    ),
)  # fmt: skip
SETS = {"by_rule": FIRST, "by_rule_second": SECOND, "by_rule_third": THIRD}

Pair = tuple[str, str, str, int]
_pool = FIRST
_dice = random.Random(FIRST.seed)


def spelt(word: str, standard: str) -> str:
    """Return a Ukrainian word in the letters of a standard."""
    return word.translate(_TABLES[standard]).capitalize()


def pairs(pool: Pool) -> Iterator[Pair]:
    """Return a whole set: as many of the same as of others, people and firms."""
    global _pool, _dice
    _pool, _dice = pool, random.Random(pool.seed)
    for make in (_same_person, _other_person, _same_firm, _other_firm):
        for _ in range(EACH):
            yield make()


def _person() -> tuple[tuple[str, str, str], str, str]:
    return _dice.choice(_pool.men), _dice.choice(_pool.men)[2], _dice.choice(_pool.families)


def _full(given: str, patronymic: str, family: str) -> str:
    return f"{family} {given} {patronymic}".title()


def _same_person() -> Pair:
    (uk, ru, _own), patronymic, family = _person()
    standard = _dice.choice(list(_TABLES))
    given = _dice.choice((spelt(uk, standard), _russian(ru)))
    surname = spelt(family, standard)
    shape: Callable[[], str] = _dice.choice(
        (
            lambda: f"{given} {surname}",
            lambda: f"{surname.upper()}, {given}",
            lambda: f"{given[0]}. {surname}",
            lambda: f"{surname} {given} {spelt(patronymic, standard)}",
            lambda: _typed(f"{given} {surname}"),
        )
    )
    return "Person", _full(uk, patronymic, family), shape(), 1


def _russian(given: str) -> str:
    table = _TABLES["passport"] | str.maketrans({"и": "i", "й": "y", "э": "e", "ы": "y"})
    return given.translate(table).capitalize()


def _typed(name: str) -> str:
    """Return the name with two neighbours changed over, or a letter left out."""
    place = _dice.randrange(1, len(name) - 2)
    if _dice.random() < 0.5:
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return name[:place] + name[place + 1 :]


def _other_person() -> Pair:
    (uk, _ru, own), patronymic, family = _person()
    standard = _dice.choice(list(_TABLES))
    others = [one for one in _pool.men if one[0] != uk]
    other = _dice.choice(others)
    strange = _dice.choice([one for one in _pool.families if one != family])
    second = _dice.choice(
        (
            f"{spelt(other[0], standard)} {spelt(family, standard)}",
            f"{spelt(uk, standard)} {spelt(strange, standard)}",
            f"{spelt(family, standard)} {spelt(other[0], standard)} {spelt(own, standard)}",
        )
    )
    return "Person", _full(uk, patronymic, family), second, 0


def _firm() -> tuple[str, tuple[str, str], tuple[str, str]]:
    return _dice.choice(_pool.cores), _dice.choice(_pool.trades), _dice.choice(_FORMS)


def _same_firm() -> Pair:
    core, trade, form = _firm()
    latin = spelt(core, _dice.choice(("res55", "passport", "bgn")))
    second = _dice.choice(
        (
            f"{latin} {trade[1]} {form[1]}",
            f"{latin} {trade[1]}",
            f"{form[1]} “{latin.upper()}” {trade[1]}",
            _typed(f"{latin} {trade[1]}"),
        )
    )
    return "Company", f"{form[0]} «{trade[0].capitalize()} «{core.capitalize()}»", second, 1


def _other_firm() -> Pair:
    core, trade, form = _firm()
    strange = _dice.choice([one for one in _pool.cores if one != core])
    number = _dice.randint(2, 9)
    first = f"{form[0]} «{trade[0].capitalize()} «{core.capitalize()}»"
    latin, other = spelt(core, "res55"), spelt(strange, "res55")
    return _dice.choice(
        (
            ("Company", first, f"{other} {trade[1]} {form[1]}", 0),
            ("Company", f"{first} № {number}", f"{latin} {trade[1]} No. {number + 7}", 0),
            ("Company", f"{first}-{strange.capitalize()}", f"{latin} {trade[1]}", 0),
        )
    )


if __name__ == "__main__":
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(("schema", "name1", "name2", "same"))
    rows.writerows(pairs(SETS[sys.argv[1]]))
