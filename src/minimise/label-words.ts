/** Labels of forms and contact blocks, in English, German, French, Spanish, Italian and Dutch. `|` parts them. */

export type LabelKind = 'NAME' | 'ADDRESS' | 'TOWN' | 'PHONE' | 'BIRTH'

interface Labels {
  readonly kind: LabelKind
  /** It means nothing else, wherever it stands; the other labels open a line or follow another value. */
  readonly plain: boolean
  readonly words: string
}

const LABELS: readonly Labels[] = [
  {
    kind: 'NAME',
    plain: true,
    words:
      'first name|firstname|given name|forename|christian name|middle name|last name|lastname|surname|family name|maiden name|full name|' +
      'vorname|vornamen|nachname|familienname|zuname|geburtsname|rufname|vor- und nachname|vor- und zuname|vorname/nachname|name/vorname|vorname, nachname|name, vorname|' +
      'prénom|prenom|prénoms|nom de famille|nom et prénom|nom de jeune fille|apellido|apellidos|primer apellido|segundo apellido|nombre y apellidos|nombre completo|' +
      'cognome|nome e cognome|nome completo|voornaam|achternaam|familienaam|volledige naam',
  },
  {
    kind: 'NAME',
    plain: false,
    words:
      'name|names|your name|my name|customer name|account holder|cardholder|card holder|kunde|kundin|kundenname|kontoinhaber|kontoinhaberin|karteninhaber|besteller|bestellerin|nom|titulaire|nombre|titular|nome|intestatario|naam|klant|rekeninghouder',
  },
  {
    kind: 'ADDRESS',
    plain: true,
    words:
      'home address|postal address|street address|shipping address|billing address|delivery address|mailing address|new address|old address|address line 1|address line 2|' +
      'anschrift|wohnanschrift|wohnadresse|lieferadresse|lieferanschrift|rechnungsadresse|rechnungsanschrift|postanschrift|straße und hausnummer|straße/hausnummer|straße, hausnummer|straße/nr|straße, nr|straße und nr|' +
      'strasse und hausnummer|strasse/nr|strasse, nr|hausnummer|adresse de livraison|adresse de facturation|adresse postale|domicilio|dirección de envío|dirección postal|' +
      'indirizzo di spedizione|indirizzo di consegna|bezorgadres|factuuradres|woonadres|huisnummer',
  },
  {
    kind: 'ADDRESS',
    plain: false,
    words:
      'address|street|adresse|straße|strasse|str|wohnhaft|rue|dirección|direccion|calle|indirizzo|via|adres|straat',
  },
  {
    kind: 'TOWN',
    plain: true,
    words:
      'plz/ort|plz, ort|plz und ort|plz|postleitzahl|wohnort|zip code|zipcode|postcode|post code|postal code|code postal|cp|código postal|codigo postal|codice postale|cap|postcode en plaats|postcode/plaats|woonplaats',
  },
  {
    kind: 'TOWN',
    plain: false,
    words:
      'ort|stadt|city|town|city/town|zip|ville|ciudad|población|poblacion|localidad|città|citta|comune|plaats',
  },
  {
    kind: 'PHONE',
    plain: true,
    words:
      'phone number|telephone number|mobile number|cell phone|telefonnummer|telefon-nr|tel.-nr|tel-nr|handynummer|handy-nr|mobilnummer|mobiltelefon|rufnummer|rückrufnummer|faxnummer|' +
      'numéro de téléphone|número de teléfono|numero di telefono|telefoonnummer',
  },
  {
    kind: 'PHONE',
    plain: false,
    words:
      'phone|telephone|tel|mobile|cell|fax|whatsapp|telefon|handy|mobil|téléphone|telephone|tél|portable|teléfono|telefono|móvil|movil|cellulare|cell|telefoon|mobiel|gsm|t|m|f',
  },
  {
    kind: 'BIRTH',
    plain: true,
    words:
      'date of birth|birth date|birthdate|birthday|dob|d.o.b|geburtsdatum|geburtstag|geb.-datum|geb.datum|geb|geboren am|geboren|date de naissance|né le|née le|fecha de nacimiento|data di nascita|nato il|nata il|geboortedatum',
  },
]

export interface Label {
  readonly kind: LabelKind
  readonly plain: boolean
}

/** By spelling, in small letters. */
export const LABEL_OF: ReadonlyMap<string, Label> = new Map(
  LABELS.flatMap(({ kind, plain, words }) =>
    words.split('|').map((word) => [word, { kind, plain }] as const),
  ),
)

/** The last words of labels, asked first. */
export const LAST_OF_LABEL: ReadonlySet<string> = new Set(
  [...LABEL_OF.keys()].map((label) => /[\p{L}\p{N}]+$/u.exec(label)?.[0] ?? ''),
)

/** Where a value ought to stand, and none does. */
export const NO_VALUE: ReadonlySet<string> = new Set(
  (
    'missing wrong unknown none empty same see not no is was n/a na nil blank tbd fehlt falsch unbekannt leer siehe wie oben nicht nein keine kein ist ' +
    'manquant inconnu aucun voir falta desconocido ninguno ver manca sconosciuto nessuno vedi ontbreekt onbekend geen zie please bitte what how where why which was wie wo warum welche ' +
    'should would can could must does do enter your my our their his her a an any what’s ihr ihre mein meine'
  ).split(' '),
)
