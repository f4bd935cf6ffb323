"""Short forms of given names that the name library does not know."""

from core.screening.spelling import fold

_GROUPS = """
oleksandr aleksandr alexander sasha sashko shura
ievgen evgenii evgen zhenia
ievgeniia evgeniia zhenia
volodimir vladimir vova volodia
mikola nikolai kolia nicholas nikolas
mikhailo mikhail misha michael
dmitro dmitrii dima mitia
ivan vania
petro petr petia peter piotr pyotr pierre
pavlo pavel pasha paul
sergii sergei seriozha serioga
oleksii aleksei liosha alosha
anatolii tolia
viacheslav slava
stanislav stas slava
iurii iura iurko
grigorii grisha grigor gregory hryhir
konstantin kostiantin kostia
bogdan bodia
leonid lionia
boris boria
viktor vitia
vasil vasilii vasia
fedir fedor fiodor feodor theodor theodore fedia khvedir
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
opanas panas afanasii athanasius
agafia gapka agatha
iosip iosif osip josip joseph josef
stepan stefan stephan stephen steven
andrii andrei andrew andreas andre
georgii heorhii egor iegor george
danilo daniil danila daniel
illia ilia elias elijah
iakiv iakov jacob jakob
omelian emelian iemelian
pilip filipp philip philippe
kirilo kirill cyril kyryl
semen simeon simon
trokhim trofim
khoma foma
khristina kristina christina
elizaveta ielizaveta lizaveta liza
mikita nikita
demian damian
maksim maxim max
levko lev leo leon
matvii matfei matthew
prokip prokofii
isidor sidir sydor
timofii timofei timothy
uliana iuliana juliana
iuliia julia
ivan johann iohann
lavrentii lavrin lawrence
lukian luka luke
oleg oleh
igor ihor
ignat ignatii gnat
varvara barbara
evdokiia iavdokha
kuzma kozma cosmas
mark marko markus marcus
martin martyn
iukhim efim
onisim anisim
antin anton antoni
hnat ignatii
musii moisei moses
nichipor nikifor
todos feodosii theodosius
onufrii anufrii
okhrim efrem
ovsii evsei
ovdii avdii avdei
overko averkii
ostafii evstafii eustace
oksentii avksentii
ustim iustin justin
svirid spiridon
pankrat pankratii
pantelei pantaleimon panteleimon
sevastian sebastian
tadei faddei thaddeus
odarka daria
tekla fekla fiokla
palazhka pelageia
paraska praskovia
horpina agrippina
kilina akulina
motria matriona matrena
priska efrosinia evfrosinia
iarina irina orina arina
khvedora fedora
nastasia anastasiia
lukeria glikeria likeria
"""

_BY_KEY: dict[str, set[int]] = {}
#: The first letters under which the forms of a group are written: Катерина, Екатерина.
_LETTERS: dict[int, frozenset[str]] = {}
for _number, _group in enumerate(_GROUPS.split("\n")):
    _LETTERS[_number] = frozenset(fold(_word)[:1] for _word in _group.split())
    for _word in _group.split():
        _BY_KEY.setdefault(fold(_word), set()).add(_number)


def is_short_form(left: str, right: str) -> bool:
    """Tell whether two keys are forms of one given name."""
    return bool(_BY_KEY.get(left, set()) & _BY_KEY.get(right, set()))


def initials_of(key: str) -> frozenset[str]:
    """Return the letters by which some form of the given name with this key is shortened."""
    letters = [_LETTERS[group] for group in _BY_KEY.get(key, ())]
    return frozenset().union(*letters)
