"""Who is in the cast: invented people of state bodies and firms, as data.

E-mail addresses end in `.example`, which belongs to nobody (RFC 2606); company codes start with
99 and have right check digits.
"""

from dataclasses import dataclass, field

from core.accounts.roles import Role

PASSWORD = "dozvil-demo-2026"


@dataclass(frozen=True, slots=True)
class Official:
    """A person of a state body."""

    email: str
    name_uk: str
    name_en: str
    title_uk: str
    title_en: str
    department: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class CompanyPerson:
    """A person of a company and what she does for it."""

    email: str
    name_uk: str
    name_en: str
    title_uk: str
    title_en: str
    prepares: bool = False
    signs: bool = False
    administers: bool = False


@dataclass(frozen=True, slots=True)
class Firm:
    """An invented manufacturer."""

    key: str
    edrpou: str
    name_uk: str
    name_en: str
    address_uk: str
    address_en: str
    registration_no: str
    authority_no: str
    people: tuple[CompanyPerson, ...] = field(default=())


def _seat(
    email: str, name_uk: str, name_en: str, department: str, body: tuple[str, str]
) -> Official:
    return Official(
        f"{email}@dozvil.example",
        name_uk,
        name_en,
        f"член комісії, місце {body[0]}",
        f"commission member, seat of {body[1]}",
        department,
        (Role.MEMBER,),
    )


OFFICIALS: dict[str, Official] = {
    "officer": Official(
        "mezhybrovska@dozvil.example",
        "Олена Межибровська",
        "Olena Mezhybrovska",
        "інспекторка",
        "case officer",
        "authority",
        (Role.OFFICER,),
    ),
    "second_officer": Official(
        "klenovyi@dozvil.example",
        "Богдан Кленовий",
        "Bohdan Klenovyi",
        "інспектор",
        "case officer",
        "authority",
        (Role.OFFICER,),
    ),
    "adviser_mod": Official(
        "ternyk@dozvil.example",
        "Василь Терник",
        "Vasyl Ternyk",
        "радник Міністерства оборони",
        "adviser, Ministry of Defence",
        "mod",
        (Role.ADVISER,),
    ),
    "adviser_mfa": Official(
        "lastivka@dozvil.example",
        "Соломія Ластівка",
        "Solomiia Lastivka",
        "радниця Міністерства закордонних справ",
        "adviser, Ministry of Foreign Affairs",
        "mfa",
        (Role.ADVISER,),
    ),
    "adviser_sbu": Official(
        "halych@dozvil.example",
        "Ростислав Галич",
        "Rostyslav Halych",
        "радник Служби безпеки",
        "adviser, Security Service",
        "sbu",
        (Role.ADVISER,),
    ),
    "secretary": Official(
        "zaruba@dozvil.example",
        "Лідія Заруба",
        "Lidiia Zaruba",
        "секретар комісії",
        "commission secretary",
        "authority",
        (Role.SECRETARY,),
    ),
    "chair": Official(
        "pishchanyi@dozvil.example",
        "Костянтин Піщаний",
        "Kostiantyn Pishchanyi",
        "голова комісії, місце ОЕК",
        "commission chair, seat of ECA",
        "authority",
        (Role.CHAIR, Role.MEMBER),
    ),
    "member_mod": _seat("leleka", "Мирон Лелека", "Myron Leleka", "mod", ("МО", "MoD")),
    "member_mfa": _seat(
        "chornoklen", "Данило Чорноклен", "Danylo Chornoklen", "mfa", ("МЗС", "MFA")
    ),
    "member_econ": _seat("polova", "Ганна Польова", "Hanna Polova", "econ", ("МЕ", "MoEc")),
    "member_fin": _seat("krynychar", "Матвій Криничар", "Matvii Krynychar", "fin", ("МФ", "MoF")),
    "member_just": _seat("skyba", "Роман Скиба", "Roman Skyba", "just", ("МЮ", "MoJ")),
    "member_sbu": _seat("ternopad", "Віктор Тернопад", "Viktor Ternopad", "sbu", ("СБУ", "SSU")),
    "alternate": Official(
        "zhuravnyk@dozvil.example",
        "Степан Журавник",
        "Stepan Zhuravnyk",
        "член комісії, заступник, місце МО",
        "commission member, alternate, seat of MoD",
        "mod",
        (Role.MEMBER,),
    ),
    "head": Official(
        "bukovets@dozvil.example",
        "Віра Буковець",
        "Vira Bukovets",
        "керівниця дозвільного відділу",
        "head of licensing",
        "authority",
        (Role.HEAD,),
    ),
    "customs": Official(
        "verbetskyi@dozvil.example",
        "Остап Вербецький",
        "Ostap Verbetskyi",
        "інспектор митниці",
        "customs officer",
        "customs",
        (Role.CUSTOMS,),
    ),
    "auditor": Official(
        "verbovyi@dozvil.example",
        "Ярослав Вербовий",
        "Yaroslav Verbovyi",
        "аудитор",
        "auditor",
        "authority",
        (Role.AUDITOR,),
    ),
    "reference_admin": Official(
        "rokyta@dozvil.example",
        "Галина Рокита",
        "Halyna Rokyta",
        "адміністраторка довідників",
        "reference administrator",
        "authority",
        (Role.REFERENCE_ADMIN,),
    ),
    "system_admin": Official(
        "voron@dozvil.example",
        "Юрій Ворон",
        "Yurii Voron",
        "системний адміністратор",
        "system administrator",
        "authority",
        (Role.SYSTEM_ADMIN,),
    ),
}

# Seats in their steady order: department → key of the holder; MoD also has an alternate.
SEAT_HOLDERS: dict[str, str] = {
    "authority": "chair",
    "mod": "member_mod",
    "mfa": "member_mfa",
    "econ": "member_econ",
    "fin": "member_fin",
    "just": "member_just",
    "sbu": "member_sbu",
}

COMPANY = Firm(
    key="sivolit",
    edrpou="99000175",
    name_uk="ТОВ «Сиволіт Аеро»",
    name_en="Sivolit Aero LLC",
    address_uk="вул. Вітряна, 7, м. Яворище",
    address_en="7 Vitriana St, Yavoryshche",
    registration_no="РС-2025-0117",
    authority_no="П-838/0117",
    people=(
        CompanyPerson(
            "tykholis@sivolit.example",
            "Наталія Тихоліс",
            "Nataliia Tykholis",
            "фахівчиня з експорту",
            "export specialist",
            prepares=True,
        ),
        CompanyPerson(
            "rudokip@sivolit.example",
            "Тарас Рудокіп",
            "Taras Rudokip",
            "директор",
            "director",
            signs=True,
        ),
        CompanyPerson(
            "verboliz@sivolit.example",
            "Ярина Верболіз",
            "Yaryna Verboliz",
            "керівниця офісу",
            "office manager",
            prepares=True,
            administers=True,
        ),
    ),
)

FOREIGN_COMPANY = Firm(
    key="trydeviat",
    edrpou="99000235",
    name_uk="ТОВ «Тридев’ять Радіо»",
    name_en="Trydeviat Radio LLC",
    address_uk="вул. Хвильова, 27, м. Заріччя",
    address_en="27 Khvylova St, Zarichchia",
    registration_no="РС-2025-0142",
    authority_no="П-838/0142",
    people=(
        CompanyPerson(
            "sukhovii@trydeviat.example",
            "Гнат Суховій",
            "Hnat Sukhovii",
            "менеджер з експорту",
            "export manager",
            prepares=True,
        ),
        CompanyPerson(
            "lypovetska@trydeviat.example",
            "Орися Липовецька",
            "Orysia Lypovetska",
            "директорка",
            "director",
            signs=True,
            administers=True,
        ),
    ),
)


def _small_firm(
    key: str, edrpou: str, names: tuple[str, str], number: int, person: tuple[str, str, str]
) -> Firm:
    """Return a firm in which one person does everything, as in many young ones."""
    family, name_uk, name_en = person
    return Firm(
        key=key,
        edrpou=edrpou,
        name_uk=names[0],
        name_en=names[1],
        address_uk=f"вул. Майстрова, {number}, м. Яворище",
        address_en=f"{number} Maistrova St, Yavoryshche",
        registration_no=f"РС-2025-{number:04d}",
        authority_no=f"П-838/{number:04d}",
        people=(
            CompanyPerson(
                f"{family}@{key}.example",
                name_uk,
                name_en,
                "власниця",
                "owner",
                prepares=True,
                signs=True,
                administers=True,
            ),
        ),
    )


OTHER_FIRMS: tuple[Firm, ...] = (
    _small_firm(
        "zhupan",
        "99000318",
        ("ТОВ «Жупан Захист»", "Zhupan Zakhyst LLC"),
        151,
        ("brama", "Оксана Брама", "Oksana Brama"),
    ),
    _small_firm(
        "mavka",
        "99000442",
        ("ТОВ «Морська Мавка»", "Morska Mavka LLC"),
        163,
        ("pryboi", "Марина Прибой", "Maryna Pryboi"),
    ),
    _small_firm(
        "yasenets",
        "99000583",
        ("ТОВ «Ясенець Оптика»", "Yasenets Optyka LLC"),
        178,
        ("lynza", "Злата Линза", "Zlata Lynza"),
    ),
)
