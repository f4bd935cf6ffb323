"""The fictional documents of the mock-ups as records: what the printed pages are judged by."""

from copy import deepcopy
from typing import Any

from core.base import canonical
from core.documents.records import (
    LICENCE_SCHEMA,
    REFUSAL_SCHEMA,
    Bilingual,
    Letterhead,
    LicenceRecord,
    LicensedLine,
    Party,
    RefusalRecord,
)

NOTHING: Bilingual = {"uk": "", "en": ""}


def both(uk: str, en: str) -> Bilingual:
    return {"uk": uk, "en": en}


def open_letterhead(label: Bilingual = NOTHING) -> Letterhead:
    return {
        "authority": both("Державний орган експортного контролю", "State Export Control Authority"),
        "label": label,
        "specimen": True,
        "verify_at": "https://dozvil.example",
    }


HOLDER: Party = {
    "name": both("ТОВ «Чорнотур Аеро»", "Chornotur Aero LLC"),
    "register_no": "99900418",
    "address": both("вул. Вигадана, 14, м. Яворище", "14 Vyhadana St, Yavoryshche"),
    "country": "UA",
    "country_name": both("Україна", "Ukraine"),
}
END_USER: Party = {
    "name": both(
        "Міністерство оборони Норвенії, управління постачання",
        "Ministry of Defence of Norvenia, Supply Directorate",
    ),
    "register_no": "",
    "address": both("пл. Палацова, 2, Гольм", "2 Palace Square, Holm"),
    "country": "XN",
    "country_name": both("Норвенія", "Norvenia"),
}
CONSIGNEE: Party = {
    "name": both("Гальдор Лоджистикс АС", "Haldor Logistics AS"),
    "register_no": "XN 4471 902",
    "address": both("Портова наб., 31, Гольм", "31 Harbour Quay, Holm"),
    "country": "XN",
    "country_name": both("Норвенія", "Norvenia"),
}
SET, PIECE, COPY = both("компл.", "set"), both("шт.", "pc"), both("прим.", "copy")


def line(
    number: int,
    name: Bilingual,
    code: str,
    uktzed: str,
    quantity: str,
    unit: Bilingual,
    value: str,
    cap: Bilingual = NOTHING,
) -> LicensedLine:
    return {
        "line": number,
        "name": name,
        "control_code": code,
        "list_edition": "2026-03-01",
        "uktzed": uktzed,
        "quantity": quantity,
        "unit": unit,
        "value": value,
        "currency": "EUR",
        "cap": cap,
    }


GOODS = [
    line(
        1,
        both("БпАК розвідувальний «Стриж-7», комплект", "Reconnaissance UAS Stryzh-7, set"),
        "ML10.c", "8806230000", "48.000", SET, "5520000.00",
        both("16 на квартал", "16 per quarter"),
    ),
    line(
        2,
        both("Наземна станція керування НСК-2", "Ground control station NSK-2"),
        "ML10.c", "8526920000", "12", PIECE, "1140000.00",
    ),
    line(
        3,
        both("Станція радіоелектронної протидії «Завіса-М»",
             "Electronic countermeasures station Zavisa-M"),
        "ML11.a", "8543709000", "6", PIECE, "2730000.00",
        both("зі складу", "from stock"),
    ),
    line(
        4,
        both("Запасні частини до «Стриж-7», ремонтний комплект",
             "Spare parts for Stryzh-7, repair kit"),
        "ML10.c", "8807300000", "96", SET, "672000.00",
        both("2 на один БпАК", "2 per UAS"),
    ),
    line(
        5,
        both("Програмне забезпечення керування польотом", "Flight control software"),
        "ML21.a", "", "48", COPY, "216000.00",
        both("об’єктний код", "object code only"),
    ),
    line(
        6,
        both("Експлуатаційна та ремонтна документація", "Operation and repair manuals"),
        "ML22.a", "4901990000", "24", COPY, "28800.00",
    ),
]  # fmt: skip

AUTHORITY, DEFENCE = (
    both("Орган контролю", "Authority"),
    both("Оборонне відомство", "Defence department"),
)
CONDITIONS = [
    (
        both("Серійні номери кожного комплекту повідомити органові не пізніше ніж за п’ять "
             "робочих днів до відвантаження.",
             "Serial numbers of every set shall be reported to the Authority at least five "
             "working days before shipment."),
        AUTHORITY, both("до відвантаження", "before shipment"),
    ),
    (
        both("Сертифікат підтвердження доставки подати протягом 90 календарних днів після "
             "митного оформлення кожної партії.",
             "A delivery verification certificate shall be submitted within 90 calendar days "
             "after customs clearance of each consignment."),
        AUTHORITY, both("90 днів", "90 days"),
    ),
    (
        both("Кінцевий користувач забезпечує перевірку на місці використання не менше ніж "
             "однієї десятої поставлених комплектів.",
             "The end user shall admit an on-site check of not fewer than one tenth of the "
             "sets delivered."),
        DEFENCE, both("до 30.09.2027", "by 30.09.2027"),
    ),
    (
        both("Відвантаження зупиняється, якщо відомство, що зводить потреби, заявить про "
             "нагальну потребу сил оборони, з дня повідомлення.",
             "Shipments stop if the department that consolidates needs declares an urgent need "
             "of the defence forces, from the day of notice."),
        DEFENCE, both("увесь строк", "whole term"),
    ),
    (
        both("Реекспорт або передача третій особі лише за попередньою письмовою згодою органу.",
             "Re-export or transfer to any third party only with prior written consent of the "
             "Authority."),
        both("Зовнішньополітичне відомство", "Foreign affairs department"),
        both("безстроково", "no time limit"),
    ),
]  # fmt: skip
SIGNATORY = {
    "office": both("Керівниця ліцензування", "Head of Licensing"),
    "name": both("Лукія ЗОРЯНЕНКО", "Lukiia Zorianenko"),
}
DECISION = {"protocol_number": "DJ-2026-00014", "item": 1, "date": "2026-11-19"}

LICENCE: LicenceRecord = {
    "schema": LICENCE_SCHEMA,
    "number": "DL-2026-00417",
    "issued_at": "2026-11-24T09:12:30.000000Z",
    "letterhead": open_letterhead(),
    "title": both("Дозвіл на експорт", "Export Licence"),
    "holder_title": both("Власник дозволу", "Licence holder"),
    "licence_kind": both("Разовий", "One-time"),
    "goods_category": both("товари військового призначення", "military goods"),
    "issued_on": "2026-11-24",
    "valid_from": "2026-11-24",
    "valid_until": "2027-11-23",
    "holder": HOLDER,
    "end_user": END_USER,
    "consignee": CONSIGNEE,
    "further_parties": [],
    "destination": {"name": both("Норвенія", "Norvenia"), "code": "XN"},
    "transit": [{"name": both("Вестмарк", "Westmark"), "code": "XW"}],
    "contract": {
        "number": "CA-2026/31",
        "date": "2026-09-02",
        "incoterm": "FCA",
        "place": both("Яворище (Інкотермс 2020)", "Yavoryshche (Incoterms 2020)"),
    },
    "end_user_certificate": {
        "number": "NV-EUC-0192",
        "issued_on": "2026-09-14",
        "valid_until": "2028-09-13",
        "authenticity_confirmed_on": "2026-10-01",
    },
    "end_use": both(
        "Повітряна розвідка у складі сил берегової охорони кінцевого користувача",
        "Aerial reconnaissance by the coast guard of the end user",
    ),
    "control_list": both("Список товарів військового призначення", "Military Goods List"),
    "goods": GOODS,
    "conditions": [
        {"number": at, "text": text, "owner": owner, "term": term}
        for at, (text, owner, term) in enumerate(CONDITIONS, start=1)
    ],
    "legal_basis": both(
        "Закон України від 20.02.2003 № 549-IV, стаття 16; постанова Кабінету Міністрів України "
        "від 20.11.2003 № 1807",
        "Law of Ukraine No. 549-IV of 20 February 2003, article 16; Resolution of the Cabinet of "
        "Ministers No. 1807 of 20 November 2003",
    ),
    "decision": DECISION,
    "reports_due": [
        {
            "kind": "transfer",
            "subject": both(
                "Про факт передачі та про використання за призначенням",
                "On the transfer and on use for the stated purpose",
            ),
            "due_on": "2028-02-23",
        }
    ],
    "signatory": SIGNATORY,
}


def licence(lines: int = 6, **changes: Any) -> LicenceRecord:
    """Return a fresh licence with that many goods lines."""
    record = deepcopy(LICENCE)
    record["goods"] = [{**deepcopy(GOODS[at % 6]), "line": at + 1} for at in range(lines)]
    return {**record, **changes}  # type: ignore[typeddict-item]


def text_of(record: Any) -> str:
    return canonical.dumps(record)


REFUSAL: RefusalRecord = {
    "schema": REFUSAL_SCHEMA,
    "number": "DN-2026-00063",
    "issued_at": "2026-11-24T09:15:00.000000Z",
    "letterhead": open_letterhead(),
    "subject": both("У видачі дозволу на разовий експорт", "Of a one-time export licence"),
    "issued_on": "2026-11-24",
    "extent": "partial",
    "applicant": HOLDER,
    "application": {
        "number": "DZ-2026-01093",
        "revision": 3,
        "submitted_on": "2026-09-16",
        "accepted_on": "2026-09-21",
    },
    "decision": DECISION,
    "related": {
        "number": "DL-2026-00417",
        "lines": both("На рядки 1, 2, 4–6 і частину рядка 3", "Lines 1, 2, 4–6 and part of line 3"),
    },
    "lines": [
        {
            "line": 3,
            "name": GOODS[2]["name"],
            "control_code": "ML11.a",
            "uktzed": "8543709000",
            "quantity": "14",
            "unit": PIECE,
            "grounds": ["EU-7", "UA-N1"],
        },
        {
            "line": 7,
            "name": both("Боєприпас баражувальний «Джміль-3»", "Loitering munition Dzhmil-3"),
            "control_code": "ML4.a",
            "uktzed": "9306901000",
            "quantity": "200",
            "unit": PIECE,
            "grounds": ["EU-4", "EU-7"],
        },
    ],
    "legal_reference": both(
        "Стаття 16 Закону України від 20.02.2003 № 549-IV. Коди EU — критерії Спільної позиції "
        "2008/944/CFSP; коди UA — національні підстави.",
        "Article 16 of Law of Ukraine No. 549-IV of 20 February 2003. EU codes are the criteria "
        "of Common Position 2008/944/CFSP; UA codes are national grounds.",
    ),
    "grounds": [
        {
            "code": "EU-4",
            "title": both("Мир, безпека і стабільність у регіоні",
                          "Regional peace, security and stability"),
            "lines": both("рядок 7", "line 7"),
            "reasons": both(
                "У прикордонній смузі держави призначення з червня 2026 року тривають збройні "
                "зіткнення. Заявлена кількість перевищує потребу, підтверджену сертифікатом "
                "кінцевого користувача, а сертифікат не виключає застосування поза територією "
                "держави.",
                "Armed clashes have continued in the border area of the state of destination "
                "since June 2026. The quantity requested exceeds the need shown by the end-user "
                "certificate, and the certificate does not rule out use outside national "
                "territory.",
            ),
        },
        {
            "code": "EU-7",
            "title": both("Ризик переспрямування або небажаного реекспорту",
                          "Risk of diversion or undesirable re-export"),
            "lines": both("рядки 3 і 7", "lines 3 and 7"),
            "reasons": both(
                "Кінцевий користувач не подав підтвердження доставки за попереднім дозволом у "
                "строк, а вантажоодержувач не підтвердив місця зберігання. Запит від 08.10.2026 "
                "лишився без відповіді по суті.",
                "The end user did not submit delivery verification under an earlier licence in "
                "time, and the consignee did not confirm the place of storage. The request of "
                "8 October 2026 was not answered in substance.",
            ),
        },
        {
            "code": "UA-N1",
            "title": both("Національна потреба", "National need"),
            "lines": both("рядок 3, понад 6\u00a0шт.", "line 3, above 6 pcs"),
            "reasons": both(
                "Кількість понад дозволену не забезпечено вільним залишком виробничої лінії на "
                "день рішення. Розрахунок має позначку «для службового користування»; у межах "
                "власних даних заявник може ознайомитися з ним на вимогу.",
                "On the day of decision the free surplus of the production line did not cover "
                "the quantity above the licensed one. The calculation is marked “for official "
                "use”; the applicant may see the part that concerns its own data on request.",
            ),
        },
    ],
    "appeal": {
        "body": both("До апеляційної колегії органу", "To the appeals board of the Authority"),
        "last_day": "2026-12-24",
        "rule": both(
            "30 календарних днів від дня, наступного за днем вручення",
            "30 calendar days from the day after service",
        ),
        "how": both(
            "Подається в кабінеті заявника або письмово.",
            "File it in the applicant’s account or in writing.",
        ),
        "court": both(
            "До адміністративного суду в строк, установлений процесуальним законом.",
            "To the administrative court within the term set by procedural law.",
        ),
        "new_application": both(
            "Можлива будь-коли; додайте підтвердження доставки за попереднім дозволом, місце "
            "зберігання та уточнений сертифікат кінцевого користувача.",
            "Possible at any time; attach delivery verification under the earlier licence, the "
            "place of storage and an amended end-user certificate.",
        ),
    },
    "signatory": SIGNATORY,
}  # fmt: skip


def refusal(**changes: Any) -> RefusalRecord:
    """Return a fresh notice of refusal."""
    return {**deepcopy(REFUSAL), **changes}  # type: ignore[typeddict-item]
