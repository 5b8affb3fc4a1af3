import type { DocumentLanguage } from '../../src/domain/staff-language.ts'

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

export const AUTHORITY_LETTER_WORDS: Readonly<Record<DocumentLanguage, AuthorityLetterWords>> = {
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
  fr: {
    subject: 'Notification d’une violation de données à caractère personnel (art. 33 du RGPD)',
    phase: 'Phase {phase} : ce qui n’est pas encore connu est signalé et suivra (art. 33, par. 4).',
    times: 'Moments (UTC)',
    suspected: 'premier soupçon',
    aware: 'connue depuis',
    contained: 'maîtrisée',
    nature: 'Nature de la violation (art. 33, par. 3, point a)',
    categories: 'Catégories de données',
    persons: 'Nombre approximatif de personnes',
    records: 'Nombre approximatif d’enregistrements',
    countries: 'Pays',
    contact: 'Point de contact (art. 33, par. 3, point b)',
    consequences: 'Conséquences probables (art. 33, par. 3, point c)',
    measures: 'Mesures prises et proposées (art. 33, par. 3, point d)',
    late: 'Motifs du retard (art. 33, par. 1)',
    figures:
      'Chiffres du journal d’audit : {drafts} brouillons, {persons} personnes, {bytes} octets envoyés en {requests} requêtes',
    erased: 'dont tickets de personnes effacées depuis : {count}',
    unknown: 'PAS ENCORE CONNU',
  },
  es: {
    subject: 'Notificación de una violación de la seguridad de los datos personales (art. 33 RGPD)',
    phase: 'Fase {phase}: lo que aún no se sabe se indica y se comunicará después (art. 33.4).',
    times: 'Momentos (UTC)',
    suspected: 'primera sospecha',
    aware: 'constancia desde',
    contained: 'contenida',
    nature: 'Naturaleza de la violación (art. 33.3.a)',
    categories: 'Categorías de datos',
    persons: 'Número aproximado de personas',
    records: 'Número aproximado de registros',
    countries: 'Países',
    contact: 'Punto de contacto (art. 33.3.b)',
    consequences: 'Posibles consecuencias (art. 33.3.c)',
    measures: 'Medidas adoptadas y propuestas (art. 33.3.d)',
    late: 'Motivos de la dilación (art. 33.1)',
    figures:
      'Cifras del registro de auditoría: {drafts} borradores, {persons} personas, {bytes} bytes enviados en {requests} peticiones',
    erased: 'de ellos, tickets de personas suprimidas desde entonces: {count}',
    unknown: 'AÚN NO SE SABE',
  },
}
