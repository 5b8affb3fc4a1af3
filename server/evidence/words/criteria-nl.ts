/** What each criterion asks, what is shown for it, and what the customer brings: Dutch. Not the AICPA's own wording. */
import type { CriteriaWords } from './criteria-words.ts'

export const CRITERIA_NL: CriteriaWords = {
  CC1: {
    title: 'Beheersomgeving: integriteit, toezicht, structuur, bekwaamheid, verantwoording',
    shows: null,
    bring: 'Gedragscode, organigram, functiebeschrijvingen, gegevens over aanname en opleiding.',
  },
  CC2: {
    title: 'Informatie en communicatie intern en extern',
    shows: null,
    bring:
      'Regels zoals ze aan het personeel zijn meegedeeld, en de systeembeschrijving die klanten krijgen.',
  },
  CC3: {
    title: 'Risicobeoordeling, met fraude en verandering',
    shows: null,
    bring:
      'Risicoregister met eigenaren en datums; het hier gemaakte DPIA-ontwerp is daar een onderdeel van.',
  },
  CC4: {
    title: 'Toezicht op maatregelen en opvolging van tekortkomingen',
    shows: null,
    bring: 'Interne audits, directiebeoordelingen en hoe tekortkomingen zijn opgevolgd.',
  },
  CC5: {
    title: 'Beheersmaatregelen, hun keuze en hun regels',
    shows: null,
    bring: 'De lijst van uw maatregelen met eigenaren, en de regels erachter.',
  },
  'CC6.1': {
    title: 'Logische toegang tot beschermde informatie',
    shows:
      'Elke geopende of geweigerde sessie, het voor elk ticket vastgelegde bereik, elk toelatingsbesluit, en wie bewijs opende.',
    bring: 'Toegang tot de server, de gegevensmap, de sleutels en Zendesk zelf.',
  },
  'CC6.2': {
    title: 'Toegang wordt na machtiging verleend en ingetrokken wanneer die niet meer nodig is',
    shows:
      'Elke rolwijziging met wie die deed, de beoordelingen van toegang, en een lijst van toegang die 90 dagen niet is gebruikt.',
    bring: null,
  },
  'CC6.3': {
    title: 'Rollen, minste rechten en functiescheiding',
    shows:
      'Rolwijzigingen, versies van het bereikbeleid, en elke wijziging die een tweede persoon goedkeurde of afwees.',
    bring: null,
  },
  'CC6.4': {
    title: 'Fysieke toegang tot gebouwen',
    shows: null,
    bring: 'Rapport van uw hostingprovider, of uw eigen gegevens over wie het datacenter betreedt.',
  },
  'CC6.5': {
    title: 'Gegevens worden onleesbaar gemaakt voordat een middel de bescherming verlaat',
    shows: 'Wissingen en bewaarrondes met hun aantallen, en de vernietiging van de sleutel van elke maand.',
    bring: 'Afvoer van schijven en back-upmedia.',
  },
  'CC6.6': {
    title: 'Bescherming tegen bedreigingen van buiten de grens',
    shows: 'Elk verzoek dat de uitgaande poort weigerde, met adres en reden.',
    bring: 'Firewall- en proxyconfiguratie van de server.',
  },
  'CC6.7': {
    title: 'Overdracht en verplaatsing van informatie is beperkt',
    shows:
      'Elke overdracht aan een provider: host, regio, velden en bytes; een omleiding wordt nooit gevolgd en alleen https verlaat de machine.',
    bring: null,
  },
  'CC6.8': {
    title: 'Onbevoegde of kwaadaardige software wordt voorkomen en gevonden',
    shows: 'De versie die bij elke start draaide, en wat verschilt van de start ervoor.',
    bring: 'Bescherming tegen malware en updates van de server; de softwarestuklijst van de uitgave.',
  },
  'CC7.1': {
    title: 'Wijzigingen van configuratie en nieuwe zwakke plekken worden ontdekt',
    shows: 'De configuratie bij elke start als controlegetal, met de gewijzigde instellingen.',
    bring: 'Kwetsbaarheidsscans van de server en van de uitgave.',
  },
  'CC7.2': {
    title: 'Afwijkingen worden bewaakt',
    shows: 'Geweigerde aanmeldingen en overdrachten, als regels en als gebeurtenissen voor uw SIEM.',
    bring: 'Regels in uw SIEM, en wie ze bekijkt.',
  },
  'CC7.3': {
    title: 'Beveiligingsgebeurtenissen worden beoordeeld',
    shows: 'Incidentdossiers met wat wanneer bekend was, en wat waarom is besloten.',
    bring: 'Uw criteria voor wat een incident is.',
  },
  'CC7.4': {
    title: 'Op incidenten wordt gereageerd',
    shows: 'Gebruik van de noodstop, incidentdossiers en verslagen van oefeningen.',
    bring: 'Uw reactieplan en wie bereikbaar is.',
  },
  'CC7.5': {
    title: 'Herstel na incidenten',
    shows: 'Wanneer en door wie de noodstop is opgeheven, herstelde opslag, en oefeningen.',
    bring: 'Lessen die in uw eigen procedures zijn opgenomen.',
  },
  'CC8.1': {
    title: 'Wijzigingen worden goedgekeurd, getest en vastgelegd',
    shows:
      'Elke wijziging van toegestane artikelen, bereikbeleid, kennisgeving, rechtsgrond, instellingen en configuratie, met auteur, goedkeurder en verschil.',
    bring: 'Hoe u een nieuwe uitgave test en goedkeurt voordat u die installeert.',
  },
  'CC9.1': {
    title: 'Verstoring van het bedrijf wordt beperkt',
    shows: null,
    bring: 'Continuïteitsplan en verzekering.',
  },
  'CC9.2': {
    title: 'Leveranciers en partners worden beheerd',
    shows: null,
    bring:
      'Contracten en beoordelingen van leveranciers; de hier gemaakte lijst van subverwerkers noemt ze, maar beoordeelt ze niet.',
  },
  'A1.1': { title: 'Capaciteit wordt bewaakt', shows: null, bring: 'Bewaking van de server.' },
  'A1.2': {
    title: 'Omgevingsbescherming, back-up en herstelvoorzieningen',
    shows: null,
    bring: 'Back-ups van de gegevensmap en de sleutels; het product maakt er zelf geen.',
  },
  'A1.3': {
    title: 'Herstel wordt getest',
    shows: 'Elke start op een herstelde opslag, en de wissingen die vóór gebruik opnieuw zijn gedaan.',
    bring: 'De datums van uw tests en wat eruit kwam.',
  },
  'C1.1': {
    title: 'Vertrouwelijke informatie wordt herkend en bewaard',
    shows: 'Welke soorten gegevens worden bewaard, en wie bewijs, concepten en dossiers opende.',
    bring: 'Uw indeling van informatie.',
  },
  'C1.2': {
    title: 'Vertrouwelijke informatie wordt verwijderd',
    shows: 'Wissingen, bewaarrondes en vernietigde sleutels met hun aantallen.',
    bring: null,
  },
  'PI1.1': {
    title: 'Informatie voor de verwerking is bepaald en van goede kwaliteit',
    shows: 'Welke artikelen mogen worden gebruikt, en voor wanneer elk opnieuw moet worden bekeken.',
    bring: 'Wie verantwoordelijk is voor de inhoud van de artikelen.',
  },
  'PI1.2': {
    title: 'Invoer is volledig en juist',
    shows: 'Elke synchronisatie met haar aantallen, elke bevestigde verwijdering, elke ondertekende webhook.',
    bring: null,
  },
  'PI1.3': {
    title: 'Verwerking is volledig en juist',
    shows:
      'Een besluit en een oordeel voor elk concept, elke samenvatting en elke zoekopdracht, ook weigeringen.',
    bring: null,
  },
  'PI1.4': {
    title: 'Uitvoer bereikt alleen wie bedoeld is, volledig en juist',
    shows: 'Wat iemand invoegde, verstuurde, verwierp of terugnam, en hoeveel van het concept overbleef.',
    bring: null,
  },
  'PI1.5': {
    title: 'Opgeslagen invoer en uitvoer zijn volledig en beschermd',
    shows: 'Het logboek zelf: elke regel is geketend, ondertekend en zonder deze server te controleren.',
    bring: 'Back-ups van de opslag.',
  },
  'P1.1': {
    title: 'Kennisgeving over privacy',
    shows: 'Elke versie van de kennisgeving met haar talen, en wie die activeerde.',
    bring: null,
  },
  'P2.1': {
    title: 'Keuze en toestemming',
    shows:
      'Elke uitgegeven link, elke gegeven, geweigerde of ingetrokken toestemming, en wat daardoor is verwijderd.',
    bring: null,
  },
  'P3.1': {
    title: 'Verzameling is beperkt tot het doel',
    shows: 'De velden die het bereikbeleid toelaat, versie voor versie.',
    bring: null,
  },
  'P3.2': {
    title: 'Uitdrukkelijke toestemming waar nodig',
    shows: 'Toestemmingen met versie van de kennisgeving, kanaal en de tweede blik op het bewijs.',
    bring: null,
  },
  'P4.1': {
    title: 'Gebruik is beperkt tot het doel',
    shows: 'Het bereik en het besluit van elk gebruik.',
    bring: null,
  },
  'P4.2': {
    title: 'Bewaring is beperkt',
    shows: 'Wijzigingen van bewaartermijnen en elke ronde met wat die verwijderde.',
    bring: null,
  },
  'P4.3': { title: 'Verwijdering', shows: 'Wissingen, bewaarrondes en vernietigde sleutels.', bring: null },
  'P5.1': {
    title: 'Betrokkenen krijgen inzage',
    shows: 'Elk verzoek met zijn laatste dag en wanneer het is beantwoord.',
    bring: null,
  },
  'P5.2': {
    title: 'Betrokkenen kunnen gegevens laten corrigeren',
    shows: 'Verzoeken om correctie en hun antwoorden.',
    bring: 'Correcties in Zendesk zelf.',
  },
  'P6.1': {
    title: 'Verstrekking aan derden met toestemming',
    shows: 'Elke overdracht aan een provider, elk met het besluit dat die toestond.',
    bring: null,
  },
  'P6.2': {
    title: 'Register van toegestane verstrekkingen',
    shows: 'Dezelfde overdrachten als volledige lijst van de periode.',
    bring: null,
  },
  'P6.3': {
    title: 'Register van ongeoorloofde verstrekkingen',
    shows: 'Incidentdossiers, ook gesloten.',
    bring: 'Datalekken buiten dit product.',
  },
  'P6.4': {
    title: 'Toezeggingen van leveranciers',
    shows: null,
    bring: 'Verwerkersovereenkomsten met uw providers.',
  },
  'P6.5': {
    title: 'Leveranciers melden datalekken',
    shows: null,
    bring: 'Hoe uw providers u informeren, en wat ze hebben gemeld.',
  },
  'P6.6': {
    title: 'Melding van datalekken',
    shows: 'Incidentdossiers met de klok vanaf kennisname en wat aan wie is gestuurd.',
    bring: 'Bewijs van ontvangst door de autoriteit.',
  },
  'P6.7': {
    title: 'Verantwoording van verstrekkingen op verzoek',
    shows: 'Elke overdracht over een persoon, vermeld in diens dossier.',
    bring: null,
  },
  'P7.1': {
    title: 'Persoonsgegevens zijn juist en relevant',
    shows: 'Wijzigingen van de aanvrager van een ticket zoals de helpdesk ze meldde.',
    bring: 'Kwaliteit van de gegevens in Zendesk.',
  },
  'P8.1': {
    title: 'Klachten en naleving worden bewaakt',
    shows: 'Verzoeken, hun laatste dagen en antwoorden.',
    bring: 'Klachten die u langs andere weg bereikten.',
  },
}
