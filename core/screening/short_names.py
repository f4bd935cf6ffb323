"""Short forms of given names that the name library does not know."""

from core.screening.spelling import fold

_GROUPS = """
oleksandr aleksandr alexander sasha sashko shura
ievgen evgenii evgen zhenia
ievgeniia evgeniia zhenia
volodimir vladimir vova volodia
mikola nikolai kolia
mikhailo mikhail misha
dmitro dmitrii dima mitia
ivan vania
petro petr petia
pavlo pavel pasha
sergii sergei seriozha serioga
oleksii aleksei liosha alosha
anatolii tolia
viacheslav slava
stanislav stas slava
iurii iura iurko
grigorii grisha
konstantin kostiantin kostia
bogdan bodia
leonid lionia
boris boria
viktor vitia
vasil vasilii vasia
fedir fedor fiodor feodor theodor fedia
olga olia
olena elena lena
kateryna katerina ekaterina katia
tetiana tatiana tania
natalia natasha
nadiia nadezhda nadia
liubov liuba
mariia maria masha
anna ganna hanna ania
svitlana svetlana sveta
liudmila liuda
oksana ksenia ksiusha
iryna irina ira
sofiia sofia sonia
anastasiia nastia
valentin valia
valentina valia
katherine catherine kathryn kate katie kathy cathy
elizabeth liz beth betty eliza
margaret peggy maggie meg
richard dick rick rich
robert bob rob bobby
william bill will billy
james jim jimmy
john jack johnny
joseph joe
edward ted ed eddie
charles chuck charlie
henry harry hank
thomas tom tommy
anthony tony
frederick friedrich fred freddie fritz
"""

_BY_KEY: dict[str, set[int]] = {}
for _number, _group in enumerate(_GROUPS.split("\n")):
    for _word in _group.split():
        _BY_KEY.setdefault(fold(_word), set()).add(_number)


def is_short_form(left: str, right: str) -> bool:
    """Tell whether two keys are forms of one given name."""
    return bool(_BY_KEY.get(left, set()) & _BY_KEY.get(right, set()))
