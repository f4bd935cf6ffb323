"""The protocol of the mock-ups as a record: four items, one with a dissent."""

from copy import deepcopy
from hashlib import sha256
from typing import Any

from core.documents.records import (
    ADDENDUM_SCHEMA,
    EXTRACT_SCHEMA,
    PROTOCOL_SCHEMA,
    AddendumRecord,
    ExtractRecord,
    FormulaRow,
    ProtocolItem,
    ProtocolRecord,
    RollCallVote,
    Vote,
)
from tests.core.documents.samples import both, open_letterhead

SEATS = [
    ("Орган експортного контролю", "Остап ГРИВА", "голова", "M-01/26", "2026-01-12"),
    ("Оборонне відомство", "Мирон ЛЕЛЕКА", "основний", "M-02/26", "2026-01-12"),
    ("Зовнішньополітичне відомство", "Іванна СКАЛИЧ", "основний", "M-03/26", "2026-01-14"),
    ("Економічне відомство", "Тарас ВІЛЬХОВИЙ", "основний", "M-04/26", "2026-01-14"),
    ("Фінансове відомство", "Яна ПОЛИНЕЦЬ", "заступник", "M-05a/26", "2026-03-02"),
    ("Відомство юстиції", "Гордій ЗАВІРЮХА", "основний", "M-06/26", "2026-01-15"),
    ("Митне відомство", "Роксоляна БЕРЕЗА", "основний", "M-07/26", "2026-01-15"),
    ("Служба безпеки", "Северин ТОПОЛЯ", "основний", "M-08/26", "2026-01-19"),
    ("Зовнішня розвідка", "Дарина КРЕМІНЬ", "заступник", "M-09a/26", "2026-11-11"),
    ("Військова розвідка", "Орест ЖУРАВЕЛЬ", "основний", "M-10/26", "2026-01-19"),
    ("Генеральний штаб", "Любомир ДУБРОВА", "основний", "M-11/26", "2026-01-20"),
    ("Космічне відомство", "Зоя ПЕРЛИНА", "основний", "M-12/26", "2026-01-22"),
]
STATES = {4: "відвід місця", 12: "відсутня"}


def roll_call(votes: str, reasons: dict[int, str]) -> list[RollCallVote]:
    words: dict[str, Vote] = {
        "+": "for", "-": "against", "0": "abstain", "r": "recused", "a": "absent",
    }  # fmt: skip
    return [
        {
            "seat": f"{at:02d}",
            "department": SEATS[at - 1][0],
            "vote": words[vote],
            "reason": reasons.get(at, ""),
        }
        for at, vote in enumerate(votes, start=1)
    ]


def formula(base: str, quorum: str, majority: str, adopted: bool, result: str) -> list[FormulaRow]:
    outcome = "прийнято" if adopted else "не прийнято"
    return [
        {"check": "base", "rule": "заповнені місця − відведені місця", "numbers": base,
         "outcome": ""},
        {"check": "quorum", "rule": "присутні з правом голосу × 2 > база × 1", "numbers": quorum,
         "outcome": "кворум є"},
        {"check": "majority", "rule": "«за» × 2 > присутні з правом голосу × 1",
         "numbers": majority, "outcome": outcome},
        {"check": "result", "rule": "за / проти / утрималися", "numbers": result, "outcome": ""},
    ]  # fmt: skip


def paper(title: str, version: str) -> dict[str, str]:
    return {"title": title, "version": version, "sha256": sha256(title.encode()).hexdigest()}


def item(position: int, title: str, case_line: str, **parts: Any) -> ProtocolItem:
    empty: dict[str, Any] = {
        "papers": [], "statements": [], "recusals": [], "rounds": [], "decision": "",
        "executor": "", "executor_term": "", "conditions": [], "dissents": [],
    }  # fmt: skip
    head = {"position": position, "title": title, "case_line": case_line}
    return {**head, **empty, **parts}  # type: ignore[typeddict-item]


FIRST = item(
    1,
    "Заява ТОВ «Чорнотур Аеро», разовий експорт, Норвенія (XN)",
    "Справа DZ-2026-01093-38, редакція 3. Доповідачка: Соломія ЧАБАН. Розгляд 10:20–11:12.",
    papers=[
        paper("Заява і додатки", "ред. 3"),
        paper("Висновок оборонного відомства: національна потреба", "вер. 2"),
        paper("Висновок служби безпеки", "вер. 1"),
        paper("Висновок зовнішньополітичного відомства", "вер. 1"),
        paper("Результати перевірок на 18.11.2026", "знімок"),
    ],
    statements=[
        "Соломія ЧАБАН доповіла про справу: сім рядків, вартість 19 140 800,00 EUR, один кінцевий "
        "користувач. Місце 02: вільний залишок лінії «Завіса-М» становить 6 шт., лінії «Стриж-7» — "
        "61 комплект; заперечень у цих межах немає. Місце 08: місце зберігання у вантажоодержувача "
        "не підтверджено. Місце 03: відповідь посольства очікується до кінця листопада."
    ],
    recusals=[
        {
            "seat": "04",
            "kind": "інституційний",
            "text": "Економічне відомство володіє часткою заявника; залишило залу о 10:19, "
            "повернулося о 11:13. Місце вилучено з бази.",
        },
        {
            "seat": "09",
            "kind": "особистий",
            "text": "Основний член заявив родинний зв’язок; діє заступник за мандатом M-09a/26.",
        },
    ],
    rounds=[
        {
            "number": 1,
            "question": "Рекомендувати видати дозвіл на рядки 1, 2, 4–6 та на рядок 3 у кількості "
            "до 6 шт. з умовами 1–5; у рядку 7 та в решті рядка 3 відмовити.",
            "annulled": "",
        "rule_pack": "2026.2",
            "formula": formula(
                "12 − 1 = 11", "10 × 2 > 11 × 1; 20 > 11", "7 × 2 > 10 × 1; 14 > 10", True,
                "7 / 1 / 2",
            ),
            "roll_call": roll_call(
                "++0r+++-0++a",
                {
                    3: "Просила відкласти до відповіді посольства.",
                    8: "EU-7: місце зберігання не підтверджено.",
                    9: "Дані надійдуть після засідання.",
                },
            ),
        }
    ],
    decision="Рекомендувати видати дозвіл на рядки 1, 2, 4–6 та на рядок 3 у кількості до 6 шт. з "
    "умовами 1–5; у рядку 7 та в решті рядка 3 відмовити (EU-4, EU-7, UA-N1).",
    executor="керівниця ліцензування",
    executor_term="2026-11-26",
    conditions=[
        {"number": at, "text": text, "owner": owner, "term": term}
        for at, (text, owner, term) in enumerate(
            [
                ("Серійні номери повідомити не пізніше ніж за п’ять робочих днів до відвантаження.",
                 "Орган експортного контролю", "до відвантаження"),
                ("Підтвердження доставки подати протягом 90 календарних днів.",
                 "Орган експортного контролю", "90 днів"),
                ("Перевірка на місці не менше ніж однієї десятої комплектів.",
                 "Оборонне відомство", "30.09.2027"),
                ("Зупинення відвантажень за заявою про нагальну потребу.",
                 "Оборонне відомство", "увесь строк"),
                ("Реекспорт лише за письмовою згодою.",
                 "Зовнішньополітичне відомство", "безстроково"),
            ],
            start=1,
        )
    ],
    dissents=[
        {
            "seat": "08",
            "person": "Северин ТОПОЛЯ",
            "filed_on": "2026-11-20",
            "signature": "підпис перевірено",
            "text": "Я голосував проти рядка 3. Місце зберігання станцій у вантажоодержувача не "
            "підтверджено жодним документом, а попереднє підтвердження доставки надійшло із "
            "запізненням. Умова 3 дає перевірку лише після поставки. Прошу долучити цю думку до "
            "протоколу без змін.",
        }
    ],
)  # fmt: skip
SECOND = item(
    2,
    "Заява ПрАТ «Верховинський приладобудівний завод», генеральний експорт, Вестмарк (XW)",
    "Справа DZ-2026-00871-25, редакція 2. Доповідачка: Соломія ЧАБАН. Розгляд 11:14–11:52. "
    "Відводів немає.",
    papers=[
        paper("Заява і додатки", "ред. 2"),
        paper("Висновок служби безпеки", "вер. 1"),
        paper("Перевірка посередника", "вер. 3"),
    ],
    rounds=[
        {
            "number": 1,
            "question": "Рекомендувати видати дозвіл на всі рядки.",
            "annulled": "",
        "rule_pack": "2026.2",
            "formula": formula(
                "12 − 0 = 12", "11 × 2 > 12 × 1; 22 > 12", "4 × 2 < 11 × 1; 8 < 11", False,
                "4 / 7 / 0",
            ),
            "roll_call": roll_call(
                "+--+-+---+-a",
                {
                    2: "EU-2: бракує запевнень щодо застосування.",
                    3: "EU-2, EU-7.",
                    5: "EU-7.",
                    7: "EU-7: транзит через третю державу.",
                    8: "EU-7: посередник не розкрив власників.",
                    9: "EU-2.",
                    11: "Потреба сил оборони, рядок 1.",
                },
            ),
        }
    ],
    decision="Рекомендувати відмовити повністю (EU-2, EU-7). Окремих думок не подано.",
    executor="керівниця ліцензування",
    executor_term="2026-11-26",
)  # fmt: skip
THIRD = item(
    3,
    "Заява ТОВ «Сім Вітрів», тимчасове вивезення на виставку, Остерланд (XO)",
    "Справа DZ-2026-01120-54, редакція 1. Процедурне питання: відкласти до отримання страхового "
    "поліса вантажу, не пізніше 10.12.2026; відповідає доповідачка. Перебіг строку не зупиняється. "
    "За — 10, проти — 0, утримався — 1; відкладено.",
)
FOURTH = item(
    4,
    "Справи, готові до розгляду, але не внесені до порядку денного",
    "Секретар доповіла: готових справ, не внесених до порядку денного, 9; найстарша чекає 34 дні. "
    "Вирішено внести всі до засідання 03.12.2026.",
)

PROTOCOL: ProtocolRecord = {
    "schema": PROTOCOL_SCHEMA,
    "number": "DJ-2026-00014",
    "issued_at": "2026-11-23T13:05:00.000000Z",
    "letterhead": open_letterhead(both("Для службового користування", "For official use")),
    "commission": "Міжвідомча комісія з питань експортного контролю",
    "sitting_number": "DS-2026-00014",
    "sitting_kind": "Чергове засідання, очне",
    "place": "м. Яворище, пл. Вартова, 1, зала 3",
    "date": "2026-11-19",
    "started": "10:05",
    "ended": "12:41",
    "opening": [
        "Засідання відкрив голова Остап ГРИВА. Секретар Віра ЯСЕНЕЦЬ повідомила, що повідомлення "
        "надіслано всім місцям 11.11.2026, матеріали відкрито того самого дня. Від попереднього "
        "засідання минуло 21 день. Запрошені без права голосу: Панас КОВИЛА (державний спеціальний "
        "експортер), питання 2."
    ],
    "electors": [
        {
            "seat": f"{at:02d}",
            "department": department,
            "person": person,
            "acts_as": acts_as,
            "mandate_number": number,
            "mandate_date": of,
            "state": STATES.get(at, "присутні"),
        }
        for at, (department, person, acts_as, number, of) in enumerate(SEATS, start=1)
    ],
    "agenda": [
        "Питання 1–3 внесено керівницею ліцензування з переліку готових справ; питання 4 внесено "
        "секретарем. Порядок денний затверджено без заперечень."
    ],
    "items": [FIRST, SECOND, THIRD, FOURTH],
    "closing": [
        "Засідання закрито о 12:41. Проєкт розіслано 20.11.2026, зауважень немає, затверджено "
        "23.11.2026."
    ],
    "signatories": [
        {"office": "Голова комісії", "name": "Остап ГРИВА", "signed_on": "2026-11-23"},
        {"office": "Секретар комісії", "name": "Віра ЯСЕНЕЦЬ", "signed_on": "2026-11-23"},
    ],
    "annexes": [
        "Витяг DJ-2026-00014/1, питання 1.",
        "Витяг DJ-2026-00014/2, питання 2.",
        "Окрема думка, місце 08, оригінал із підписом.",
    ],
}


def protocol(**changes: Any) -> ProtocolRecord:
    """Return a fresh protocol."""
    return {**deepcopy(PROTOCOL), **changes}  # type: ignore[typeddict-item]


def extract() -> ExtractRecord:
    """Return the extract of the first item of the sample protocol."""
    whole = protocol()
    return {
        "schema": EXTRACT_SCHEMA,
        "number": f"{whole['number']}/1",
        "issued_at": whole["issued_at"],
        "letterhead": whole["letterhead"],
        "commission": whole["commission"],
        "protocol_number": whole["number"],
        "protocol_sha256": "0f" * 32,
        "sitting_number": whole["sitting_number"],
        "sitting_kind": whole["sitting_kind"],
        "place": whole["place"],
        "date": whole["date"],
        "started": whole["started"],
        "ended": whole["ended"],
        "electors": whole["electors"],
        "item": whole["items"][0],
        "signatories": whole["signatories"],
    }


def addendum() -> AddendumRecord:
    """Return an addendum to the first item of the sample protocol."""
    whole = protocol()
    first = whole["items"][0]
    return {
        "schema": ADDENDUM_SCHEMA,
        "number": f"{whole['number']}/D1",
        "issued_at": whole["issued_at"],
        "letterhead": whole["letterhead"],
        "commission": whole["commission"],
        "protocol_number": whole["number"],
        "protocol_sha256": "0f" * 32,
        "sitting_number": whole["sitting_number"],
        "sitting_kind": whole["sitting_kind"],
        "date": whole["date"],
        "item": 1,
        "item_title": first["title"],
        "case_line": first["case_line"],
        "text": "У виступі доповідача замість «24 апарати» читати «20 апаратів».",
        "reason": "Описка секретаря; розбіжність із замороженим текстом, за який голосували.",
        "signatories": whole["signatories"],
    }
