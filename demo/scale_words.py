"""Invented names of the bulk cases: firms, goods with their codes, and bodies abroad."""

FIRMS: tuple[tuple[str, str], ...] = (
    ("Вітрило", "Vitrylo"), ("Громовиця", "Hromovytsia"), ("Дубовий Яр", "Dubovyi Yar"),
    ("Залізняк", "Zalizniak"), ("Кресало", "Kresalo"), ("Ластовиця", "Lastovytsia"),
    ("Мідний Ліс", "Midnyi Lis"), ("Овид", "Ovyd"), ("Перелесник", "Perelesnyk"),
    ("Світанок", "Svitanok"), ("Тугорог", "Tuhoroh"), ("Чорнобривець", "Chornobryvets"),
)  # fmt: skip

GOODS: tuple[tuple[str, str, str], ...] = (
    ("Розвідувальний БпЛА", "Reconnaissance UAV", "ML10.c"),
    ("Наземна станція керування", "Ground control station", "ML10.c"),
    ("Приціл денний", "Day sight", "ML5.a"),
    ("Захисний шолом", "Protective helmet", "ML13.c"),
    ("Радіостанція тактична", "Tactical radio", "ML11.a"),
    ("Модуль протидії завадам", "Anti-jamming module", "ML11.a"),
)

BODIES: tuple[tuple[str, str], ...] = (
    ("Агентство оборонного постачання", "Defence Supply Agency"),
    ("Берегова служба", "Coastal Service"),
    ("Міністерство оборони", "Ministry of Defence"),
    ("Управління державних закупівель", "State Procurement Office"),
)

COUNTRIES: tuple[str, ...] = ("DK", "NO", "PT", "HR", "CZ", "EE", "LT", "ES")
