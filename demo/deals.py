"""The deals of the story, as data: what is sold to whom, and under which certificate."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Deal:
    """One application; dates are counted back from the day it is drafted."""

    title: str
    destination: str
    contract_no: str
    end_use_uk: str
    end_use_en: str
    lines: tuple[dict[str, Any], ...]
    end_user: dict[str, str]
    certificate_no: str
    signatory: tuple[str, str]
    consignee: dict[str, str] | None = None
    authentic: bool = True


def _line(names: tuple[str, str], codes: tuple[str, str], count: int, value: int) -> dict[str, Any]:
    return {
        "name_uk": names[0],
        "name_en": names[1],
        "control_code": codes[0],
        "uktzed": codes[1],
        "quantity": Decimal(count),
        "unit": "pcs",
        "value": Decimal(value),
        "currency": "EUR",
    }


def _party(country: str, number: str, uk: tuple[str, str], en: tuple[str, str]) -> dict[str, str]:
    return {
        "country": country,
        "register_no": number,
        "name_uk": uk[0],
        "address_uk": uk[1],
        "name_en": en[0],
        "address_en": en[1],
    }


NORWAY = Deal(
    title="60 апаратів «Сиволіт С-3» для берегової охорони",
    destination="NO",
    contract_no="14/С",
    end_use_uk="Повітряна розвідка у складі сил берегової охорони кінцевого користувача",
    end_use_en="Aerial reconnaissance by the coast guard of the end user",
    lines=(
        _line(
            ("Розвідувальний БпЛА «Сиволіт С-3»", "Reconnaissance UAV “Sivolit S-3”"),
            ("ML10.c", "8806930000"),
            60,
            5340000,
        ),
        _line(
            ("Наземна станція керування С-3Н", "Ground control station S-3N"),
            ("ML10.c", "8526920090"),
            12,
            468000,
        ),
        _line(
            ("Комплект запасних акумуляторів", "Set of spare batteries"),
            ("ML10.c", "8507600000"),
            240,
            96000,
        ),
    ),
    end_user=_party(
        "NO",
        "NO 914 778 271",
        ("Відомство матеріального забезпечення", "Квайвеєн, 3, Фіордгавн"),
        ("Materiel Supply Administration", "Kvaiveien 3, Fjordhavn"),
    ),
    consignee=_party(
        "NO",
        "NO 981 112 907",
        ("Фіордгавн Лоджистикк АС", "Гавнегата, 31, Фіордгавн"),
        ("Fjordhavn Logistikk AS", "Havnegata 31, Fjordhavn"),
    ),
    certificate_no="NO-EUC-0192",
    signatory=("Ingrid Solvang", "Director of procurement"),
)

PORTUGAL = Deal(
    title="6 безекіпажних катерів «Мавка-9»",
    destination="PT",
    contract_no="MM-7",
    end_use_uk="Патрулювання прибережних вод",
    end_use_en="Patrol of coastal waters",
    lines=(
        _line(
            ("Безекіпажний катер «Мавка-9»", "Uncrewed surface vessel “Mavka-9”"),
            ("ML9.a", "8906100000"),
            6,
            3300000,
        ),
        _line(
            ("Станція керування «Берег»", "Control station “Bereh”"),
            ("ML11.a", "8526920090"),
            2,
            210000,
        ),
    ),
    end_user=_party(
        "PT",
        "PT 509 114 200",
        ("Служба морської безпеки Прая-Алта", "Руа ду Кайш, 12, Прая-Алта"),
        ("Praia Alta Maritime Safety Service", "Rua do Cais 12, Praia Alta"),
    ),
    certificate_no="PT-EUC-2207",
    signatory=("Duarte Valverde", "Commandant"),
)

CROATIA = Deal(
    title="900 бронежилетів «Жупан-5»",
    destination="HR",
    contract_no="ЖЗ-31",
    end_use_uk="Захист особового складу прикордонної поліції",
    end_use_en="Protection of border police personnel",
    lines=(
        _line(
            ("Бронежилет «Жупан-5»", "Body armour “Zhupan-5”"),
            ("ML13.d", "6211439000"),
            900,
            1260000,
        ),
    ),
    end_user=_party(
        "HR",
        "HR 20 771 645",
        ("Прикордонна поліція, управління забезпечення", "Лучка уліца, 8, Стариград"),
        ("Border Police, Supply Department", "Lučka ulica 8, Starigrad"),
    ),
    certificate_no="HR-EUC-0077",
    signatory=("Marin Hrastić", "Head of supply"),
)

DENMARK = Deal(
    title="24 апарати «Сиволіт С-4» і 8 станцій",
    destination="DK",
    contract_no="22/С",
    end_use_uk="Спостереження за морським узбережжям",
    end_use_en="Observation of the coast",
    lines=(
        _line(
            ("Розвідувальний БпЛА «Сиволіт С-4»", "Reconnaissance UAV “Sivolit S-4”"),
            ("ML10.c", "8806930000"),
            24,
            2136000,
        ),
        _line(
            ("Наземна станція керування С-4Н", "Ground control station S-4N"),
            ("ML10.c", "8526920090"),
            8,
            312000,
        ),
        _line(
            ("Модуль протидії завадам «Тиша-2»", "Anti-jam module “Tysha-2”"),
            ("ML11.a", "8529909690"),
            24,
            168000,
        ),
    ),
    end_user=_party(
        "DK",
        "DK 20 114 477",
        ("Агентство оборонного постачання", "Гавнегаде, 4, Вестергавн"),
        ("Defence Supply Agency", "Havnegade 4, Vestergavn"),
    ),
    consignee=_party(
        "DK",
        "DK 31 880 215",
        ("Вестергавн Логістик", "Кайен, 17, Вестергавн"),
        ("Vestergavn Logistik", "Kajen 17, Vestergavn"),
    ),
    certificate_no="DK-EUC-0311",
    signatory=("Freja Lindqvist", "Head of procurement"),
    authentic=False,
)

LITHUANIA = Deal(
    title="300 плит «Жупан-Плита» для Литви",
    destination="LT",
    contract_no="ЖЗ-40",
    end_use_uk="Оснащення бронежилетів сил територіальної оборони",
    end_use_en="Equipment of territorial defence body armour",
    lines=(
        _line(
            ("Бронеплита «Жупан-Плита»", "Armour plate “Zhupan-Plyta”"),
            ("ML13.a", "6909190000"),
            300,
            186000,
        ),
    ),
    end_user=_party(
        "LT",
        "LT 304 511 900",
        ("Управління майна територіальної оборони", "Укмергес, 5, Гірунай"),
        ("Territorial Defence Property Office", "Ukmergės 5, Girunai"),
    ),
    certificate_no="LT-EUC-0518",
    signatory=("Jonas Giraitis", "Head of the property office"),
)

CZECHIA = Deal(
    title="140 тепловізійних прицілів «Ясен-2»",
    destination="CZ",
    contract_no="ЯО-12",
    end_use_uk="Оснащення підрозділів охорони кордону",
    end_use_en="Equipment of border guard units",
    lines=(
        _line(
            ("Тепловізійний приціл «Ясен-2»", "Thermal sight “Yasen-2”"),
            ("ML15.d", "9013101000"),
            140,
            742000,
        ),
    ),
    end_user=_party(
        "CZ",
        "CZ 60 162 694",
        ("Служба закупівель охорони кордону", "Надражні, 2, Ясенов"),
        ("Border Guard Purchasing Service", "Nádražní 2, Jasenov"),
    ),
    certificate_no="CZ-EUC-0905",
    signatory=("Alžběta Javorská", "Deputy director"),
)

ESTONIA = Deal(
    title="40 радіостанцій «Відлуння-М»",
    destination="EE",
    contract_no="ТР-9",
    end_use_uk="Зв’язок підрозділів кінцевого користувача",
    end_use_en="Communication of the end user’s units",
    lines=(
        _line(
            ("Захищена радіостанція «Відлуння-М»", "Secure radio “Vidlunnia-M”"),
            ("ML11.a", "8517620000"),
            40,
            520000,
        ),
        _line(
            ("Ретранслятор «Відлуння-Р»", "Repeater “Vidlunnia-R”"),
            ("ML11.a", "8517620000"),
            6,
            138000,
        ),
    ),
    end_user=_party(
        "EE",
        "EE 70 008 641",
        ("Центр оборонних інвестицій Рандвере", "Садама, 9, Рандвере"),
        ("Randvere Defence Investment Centre", "Sadama 9, Randvere"),
    ),
    certificate_no="EE-EUC-0144",
    signatory=("Kristjan Kask", "Head of contracts"),
)

SPAIN = Deal(
    title="12 апаратів «Сиволіт С-2» і станція керування",
    destination="ES",
    contract_no="23/С",
    end_use_uk="Спостереження за лісовими пожежами та узбережжям",
    end_use_en="Observation of forest fires and of the coast",
    lines=(
        _line(
            ("Розвідувальний БпЛА «Сиволіт С-2»", "Reconnaissance UAV “Sivolit S-2”"),
            ("ML10.c", "8806930000"),
            12,
            948000,
        ),
        _line(
            ("Наземна станція керування С-2Н", "Ground control station S-2N"),
            ("ML10.c", "8526920090"),
            2,
            96000,
        ),
    ),
    end_user=_party(
        "ES",
        "ES Q2800104J",
        ("Дирекція цивільної охорони Коста-Алта", "Калле дель Муельє, 4, Коста-Алта"),
        ("Costa Alta Civil Guard Directorate", "Calle del Muelle 4, Costa Alta"),
    ),
    certificate_no="ES-EUC-3310",
    # The position is missing: the pre-submission check says so.
    signatory=("Íñigo Robledal", ""),
    authentic=False,
)

PORTUGAL_AGAIN = replace(
    PORTUGAL,
    title="4 безекіпажні катери «Мавка-9»",
    contract_no="MM-9",
    certificate_no="PT-EUC-2319",
)
