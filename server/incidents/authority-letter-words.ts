/** The headings of the notification to the authority (GDPR Art. 33(3)). */
export interface AuthorityLetterWords {
  readonly subject: string
  readonly phase: string
  readonly times: string
  readonly suspected: string
  readonly aware: string
  readonly contained: string
  readonly nature: string
  readonly categories: string
  readonly persons: string
  readonly records: string
  readonly countries: string
  readonly contact: string
  readonly consequences: string
  readonly measures: string
  readonly late: string
  readonly figures: string
  readonly erased: string
  readonly unknown: string
}

export const AUTHORITY_LETTER_WORDS: Readonly<Record<'en' | 'de', AuthorityLetterWords>> = {
  en: {
    subject: 'Notification of a personal data breach (Art. 33 GDPR)',
    phase: 'Phase {phase}: what is not known yet is said so and will follow (Art. 33(4)).',
    times: 'Times (UTC)',
    suspected: 'first suspected',
    aware: 'aware since',
    contained: 'contained',
    nature: 'Nature of the breach (Art. 33(3)(a))',
    categories: 'Categories of data',
    persons: 'Approximate number of persons',
    records: 'Approximate number of records',
    countries: 'Countries',
    contact: 'Contact (Art. 33(3)(b))',
    consequences: 'Likely consequences (Art. 33(3)(c))',
    measures: 'Measures taken and proposed (Art. 33(3)(d))',
    late: 'Reasons for the delay (Art. 33(1))',
    figures:
      'Figures from the audit log: {drafts} drafts, {persons} persons, {bytes} bytes sent in {requests} requests',
    erased: 'of them tickets of persons who were erased since: {count}',
    unknown: 'NOT KNOWN YET',
  },
  de: {
    subject: 'Meldung einer Verletzung des Schutzes personenbezogener Daten (Art. 33 DSGVO)',
    phase: 'Phase {phase}: Was noch nicht bekannt ist, ist so bezeichnet und folgt (Art. 33 Abs. 4).',
    times: 'Zeiten (UTC)',
    suspected: 'erster Verdacht',
    aware: 'bekannt seit',
    contained: 'eingedämmt',
    nature: 'Art der Verletzung (Art. 33 Abs. 3 lit. a)',
    categories: 'Kategorien von Daten',
    persons: 'Ungefähre Zahl der Personen',
    records: 'Ungefähre Zahl der Datensätze',
    countries: 'Länder',
    contact: 'Anlaufstelle (Art. 33 Abs. 3 lit. b)',
    consequences: 'Wahrscheinliche Folgen (Art. 33 Abs. 3 lit. c)',
    measures: 'Ergriffene und vorgeschlagene Maßnahmen (Art. 33 Abs. 3 lit. d)',
    late: 'Gründe für die Verzögerung (Art. 33 Abs. 1)',
    figures:
      'Zahlen aus dem Prüfprotokoll: {drafts} Entwürfe, {persons} Personen, {bytes} Bytes in {requests} Anfragen gesendet',
    erased: 'davon Tickets von Personen, die inzwischen gelöscht wurden: {count}',
    unknown: 'NOCH NICHT BEKANNT',
  },
}
