"""Small files as the publishers write them, with invented entries."""

UN = """<?xml version="1.0"?>
<CONSOLIDATED_LIST dateGenerated="2026-11-01T00:00:00Z">
<INDIVIDUALS>
<INDIVIDUAL>
<DATAID>1</DATAID><FIRST_NAME>Tarfan</FIRST_NAME><SECOND_NAME>Salim</SECOND_NAME>
<THIRD_NAME>al-Ozmiri</THIRD_NAME><UN_LIST_TYPE>Invented</UN_LIST_TYPE>
<REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER><LISTED_ON>2024-03-01</LISTED_ON>
<NATIONALITY><VALUE>Osteria</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Abu Zilal</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Zil</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><YEAR>1980</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
</INDIVIDUAL>
</INDIVIDUALS>
<ENTITIES>
<ENTITY><DATAID>2</DATAID><FIRST_NAME>Osterian Vanguard Front</FIRST_NAME>
<REFERENCE_NUMBER>XXe.002</REFERENCE_NUMBER>
<ENTITY_ADDRESS><COUNTRY>Osteria</COUNTRY></ENTITY_ADDRESS></ENTITY>
</ENTITIES>
</CONSOLIDATED_LIST>
"""

EU = """<?xml version="1.0"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-11-01">
<sanctionEntity euReferenceNumber="EU.1.1" logicalId="1">
<regulation programme="INV" publicationDate="2025-05-20"/>
<subjectType code="person"/>
<nameAlias wholeName="Igor Berezutsky" strong="true"/>
<nameAlias wholeName="Игорь Березуцкий" strong="false"/>
<citizenship countryIso2Code="RU"/><birthdate birthdate="1966-08-19"/>
<identification number="AB 123456"/>
</sanctionEntity>
<sanctionEntity euReferenceNumber="EU.1.2"><subjectType code="enterprise"/>
<nameAlias wholeName="Polarnaya Zvezda"/></sanctionEntity>
</export>
"""

UK_XML = """<?xml version="1.0"?>
<Designations>
<Designation><UniqueID>INV0001</UniqueID><RegimeName>Invented</RegimeName>
<IndividualEntityShip>Individual</IndividualEntityShip>
<Names><Name><Name1>Yusuf</Name1><Name6>Kerim</Name6>
<NameType>Primary Name</NameType></Name></Names>
<NonLatinNames><NonLatinName>
<NameNonLatinScript>يوسف</NameNonLatinScript></NonLatinName></NonLatinNames>
<DateDesignated>2025-09-09</DateDesignated></Designation>
<Designation><UniqueID>INV0002</UniqueID><IndividualEntityShip>Ship</IndividualEntityShip>
<Names><Name><Name6>VOLNA</Name6></Name></Names>
<ShipDetails><IMONumbers><IMONumber>9990011</IMONumber></IMONumbers></ShipDetails></Designation>
</Designations>
"""

UK_CSV = """Report Date: 01-Nov-2026
Unique ID,Name 6,Name 1,Designation Type,Regime Name,Nationality(/ies)
INV0001,Kerim,Yusuf,Individual,Invented,Osteria
INV0001,Kerimoglu,Yusuf,Individual,Invented,Osteria
INV0002,Halcyon Straits,,Entity,Invented,
"""

OFAC = """<?xml version="1.0"?>
<sdnList xmlns="https://sanctionslistservice.ofac.treas.gov/api/x">
<publshInformation><Publish_Date>11/01/2026</Publish_Date></publshInformation>
<sdnEntry><uid>101</uid><firstName>Behrouz</firstName><lastName>TARAVAND</lastName>
<sdnType>Individual</sdnType><programList><program>INV</program></programList>
<akaList><aka><category>weak</category><lastName>Behi</lastName></aka></akaList></sdnEntry>
<sdnEntry><uid>102</uid><lastName>Caspian Meridian Freight</lastName>
<sdnType>Entity</sdnType></sdnEntry>
</sdnList>
"""

NSDC = """{"data": [
 {"sid": "1", "name": "ТОВ «Заріччя»", "type": "company", "status": "active",
  "aliases": ["Zarichchia LLC"], "identifiers": [{"type": "EDRPOU", "id": "12345678"}],
  "actions": [{"decree": "Указ", "number": "1/2026", "date": "2026-01-15", "reason": "Вигадка"}]},
 {"sid": "2", "name": "Мартинчук Ростислав", "status": "active", "birthdate": "1971-04-02"},
 {"sid": "3", "name": "Колишній Запис", "status": "excluded"}
]}
"""

CSV = """key,schema,name,aliases,countries,birth,identifiers,programme,listed_on,note
A-1,Company,ТОВ «Заріччя Спецпостач»,Zarichchia Spetspostach LLC,RU,,12345678,Указ,2026-01-15,
A-2,Person,Мартинчук Ростислав Ярославович,Rostyslav Martynchuk,RU,1971-04-02,,Указ,2026-01-15,
A-3,Vessel,Volna Severa,,RU,,IMO 9990011,,,
"""


def plain(*names: str, schema: str = "Company") -> str:
    """Return a plain list with one entry a name."""
    rows = "".join(f"K-{number},{schema},{name}\n" for number, name in enumerate(names, 1))
    return f"key,schema,name\n{rows}"
