/** What each criterion asks, what is shown for it, and what the customer brings: German. Not the AICPA's own wording. */
import type { CriteriaWords } from './criteria-words.ts'

export const CRITERIA_DE: CriteriaWords = {
  CC1: {
    title: 'Kontrollumfeld: Integrität, Aufsicht, Aufbau, Kompetenz, Verantwortung',
    shows: null,
    bring: 'Verhaltenskodex, Organigramm, Stellenbeschreibungen, Nachweise zu Einstellung und Schulung.',
  },
  CC2: {
    title: 'Information und Kommunikation nach innen und außen',
    shows: null,
    bring: 'Richtlinien, wie sie den Beschäftigten mitgeteilt wurden, und die Systembeschreibung für Kunden.',
  },
  CC3: {
    title: 'Risikobeurteilung, einschließlich Betrug und Veränderungen',
    shows: null,
    bring: 'Risikoverzeichnis mit Zuständigen und Daten; der hier erzeugte DSFA-Entwurf ist ein Teil davon.',
  },
  CC4: {
    title: 'Überwachung der Kontrollen und Nachverfolgung von Mängeln',
    shows: null,
    bring: 'Interne Prüfungen, Bewertungen der Leitung und wie Mängel nachverfolgt wurden.',
  },
  CC5: {
    title: 'Kontrolltätigkeiten, ihre Auswahl und ihre Richtlinien',
    shows: null,
    bring: 'Die Liste Ihrer Kontrollen mit Zuständigen und die Richtlinien dahinter.',
  },
  'CC6.1': {
    title: 'Logischer Zugriff auf geschützte Informationen',
    shows:
      'Jede geöffnete oder abgewiesene Sitzung, der für jedes Ticket festgelegte Umfang, jede Entscheidung der Schranke und wer Belege geöffnet hat.',
    bring: 'Zugriff auf den Server, den Datenordner, die Schlüssel und Zendesk selbst.',
  },
  'CC6.2': {
    title: 'Zugang wird nach Freigabe erteilt und entzogen, wenn er nicht mehr nötig ist',
    shows:
      'Jede Änderung einer Rolle mit Urheber, die Überprüfungen der Zugänge und eine Liste von Zugängen, die 90 Tage lang niemand benutzt hat.',
    bring: null,
  },
  'CC6.3': {
    title: 'Rollen, geringste Rechte und Funktionstrennung',
    shows:
      'Rollenänderungen, Versionen der Umfangsrichtlinie und jede Änderung, die eine zweite Person freigegeben oder abgelehnt hat.',
    bring: null,
  },
  'CC6.4': {
    title: 'Physischer Zugang zu Einrichtungen',
    shows: null,
    bring: 'Bericht Ihres Hosting-Anbieters oder eigene Nachweise, wer das Rechenzentrum betritt.',
  },
  'CC6.5': {
    title: 'Daten werden unlesbar, bevor ein Datenträger den Schutz verlässt',
    shows: 'Löschungen und Aufbewahrungsläufe mit Anzahlen und die Vernichtung jedes Monatsschlüssels.',
    bring: 'Entsorgung von Datenträgern und Sicherungsmedien.',
  },
  'CC6.6': {
    title: 'Schutz gegen Bedrohungen von außerhalb',
    shows: 'Jede Anfrage, die das Ausgangstor abgewiesen hat, mit Adresse und Grund.',
    bring: 'Firewall- und Proxy-Konfiguration des Servers.',
  },
  'CC6.7': {
    title: 'Übermittlung und Weitergabe von Informationen sind beschränkt',
    shows:
      'Jede Übermittlung an einen Anbieter: Host, Region, Felder und Bytes; einer Weiterleitung wird nie gefolgt, und nur https verlässt die Maschine.',
    bring: null,
  },
  'CC6.8': {
    title: 'Unbefugte oder schädliche Software wird verhindert und erkannt',
    shows: 'Die Version, die bei jedem Start lief, und was sich seit dem Start davor geändert hat.',
    bring: 'Schadsoftwareschutz und Aktualisierung des Servers; die Stückliste (SBOM) der Version.',
  },
  'CC7.1': {
    title: 'Konfigurationsänderungen und neue Schwachstellen werden erkannt',
    shows: 'Die Konfiguration bei jedem Start als Prüfsumme, mit den geänderten Einstellungen.',
    bring: 'Schwachstellenprüfungen des Servers und der Version.',
  },
  'CC7.2': {
    title: 'Auffälligkeiten werden überwacht',
    shows: 'Abgewiesene Anmeldungen und Übermittlungen, als Einträge und als Ereignisse für Ihr SIEM.',
    bring: 'Regeln in Ihrem SIEM und wer sie beobachtet.',
  },
  'CC7.3': {
    title: 'Sicherheitsereignisse werden bewertet',
    shows: 'Vorfallsakten: was wann bekannt war und was warum entschieden wurde.',
    bring: 'Ihre Kriterien, was als Vorfall zählt.',
  },
  'CC7.4': {
    title: 'Auf Vorfälle wird reagiert',
    shows: 'Betätigungen des Notschalters, Vorfallsakten und Übungsberichte.',
    bring: 'Ihr Notfallplan und wer Bereitschaft hat.',
  },
  'CC7.5': {
    title: 'Wiederherstellung nach Vorfällen',
    shows: 'Wann und von wem der Notschalter gelöst wurde, wiederhergestellte Speicher und Übungen.',
    bring: 'Erkenntnisse, die in Ihre Abläufe eingegangen sind.',
  },
  'CC8.1': {
    title: 'Änderungen werden freigegeben, geprüft, genehmigt und festgehalten',
    shows:
      'Jede Änderung an Artikelliste, Umfangsrichtlinie, Hinweis, Rechtsgrundlage, Einstellungen und Konfiguration mit Urheber, Freigabe und Unterschied.',
    bring: 'Wie Sie eine neue Version prüfen und freigeben, bevor Sie sie einspielen.',
  },
  'CC9.1': {
    title: 'Betriebsunterbrechungen werden gemindert',
    shows: null,
    bring: 'Notfallplanung und Versicherung.',
  },
  'CC9.2': {
    title: 'Dienstleister und Partner werden gesteuert',
    shows: null,
    bring:
      'Verträge und Bewertungen der Dienstleister; die hier erzeugte Liste der Unterauftragsverarbeiter nennt sie, bewertet sie aber nicht.',
  },
  'A1.1': {
    title: 'Kapazität wird überwacht',
    shows: null,
    bring: 'Überwachung des Servers.',
  },
  'A1.2': {
    title: 'Schutz der Umgebung, Sicherung und Wiederherstellung',
    shows: null,
    bring: 'Sicherungen des Datenordners und der Schlüssel; das Produkt macht selbst keine.',
  },
  'A1.3': {
    title: 'Wiederherstellung wird geprüft',
    shows:
      'Jeder Start über einem wiederhergestellten Speicher und die Löschungen, die vorher nachgeholt wurden.',
    bring: 'Termine und Ergebnisse Ihrer Prüfungen.',
  },
  'C1.1': {
    title: 'Vertrauliche Informationen werden erkannt und geschützt',
    shows: 'Welche Arten von Aufzeichnungen gehalten werden und wer Belege, Entwürfe und Akten geöffnet hat.',
    bring: 'Ihre Klassifizierung von Informationen.',
  },
  'C1.2': {
    title: 'Vertrauliche Informationen werden gelöscht',
    shows: 'Löschungen, Aufbewahrungsläufe und vernichtete Schlüssel mit Anzahlen.',
    bring: null,
  },
  'PI1.1': {
    title: 'Für die Verarbeitung nötige Informationen sind bestimmt und geeignet',
    shows: 'Welche Artikel benutzt werden dürfen und bis wann sie wieder zu prüfen sind.',
    bring: 'Wer für den Inhalt der Artikel verantwortlich ist.',
  },
  'PI1.2': {
    title: 'Eingaben sind vollständig und richtig',
    shows: 'Jeder Abgleich mit Anzahlen, jede bestätigte Entfernung, jeder signierte Webhook.',
    bring: null,
  },
  'PI1.3': {
    title: 'Die Verarbeitung ist vollständig und richtig',
    shows:
      'Zu jedem Entwurf, jeder Zusammenfassung und jeder Suche eine Entscheidung und ein Urteil, auch bei Ablehnung.',
    bring: null,
  },
  'PI1.4': {
    title: 'Ausgaben erreichen nur die Richtigen, vollständig und richtig',
    shows:
      'Was ein Mensch eingefügt, gesendet, verworfen oder zurückgenommen hat und wie viel vom Entwurf blieb.',
    bring: null,
  },
  'PI1.5': {
    title: 'Gespeicherte Ein- und Ausgaben sind vollständig und geschützt',
    shows: 'Das Protokoll selbst: jeder Eintrag ist verkettet, signiert und ohne diesen Server prüfbar.',
    bring: 'Sicherungen des Speichers.',
  },
  'P1.1': {
    title: 'Hinweis zum Datenschutz',
    shows: 'Jede Fassung des Hinweises mit ihren Sprachen und wer sie aktiviert hat.',
    bring: null,
  },
  'P2.1': {
    title: 'Wahl und Einwilligung',
    shows:
      'Jeder ausgestellte Link, jede erteilte, verweigerte oder widerrufene Einwilligung und was deshalb gelöscht wurde.',
    bring: null,
  },
  'P3.1': {
    title: 'Erhebung ist auf den Zweck beschränkt',
    shows: 'Die Felder, die die Umfangsrichtlinie zulässt, Version für Version.',
    bring: null,
  },
  'P3.2': {
    title: 'Ausdrückliche Einwilligung, wo sie nötig ist',
    shows: 'Einwilligungen mit Fassung des Hinweises, Kanal und dem zweiten Blick auf den Beleg.',
    bring: null,
  },
  'P4.1': {
    title: 'Nutzung ist auf den Zweck beschränkt',
    shows: 'Umfang und Entscheidung jeder Nutzung.',
    bring: null,
  },
  'P4.2': {
    title: 'Aufbewahrung ist begrenzt',
    shows: 'Änderungen der Aufbewahrung und jeder Lauf mit dem, was er entfernt hat.',
    bring: null,
  },
  'P4.3': {
    title: 'Löschung',
    shows: 'Löschungen, Aufbewahrungsläufe und vernichtete Schlüssel.',
    bring: null,
  },
  'P5.1': {
    title: 'Betroffene erhalten Auskunft',
    shows: 'Jedes Ersuchen mit letztem Tag und wann es beantwortet wurde.',
    bring: null,
  },
  'P5.2': {
    title: 'Betroffene können berichtigen lassen',
    shows: 'Ersuchen um Berichtigung und ihre Antworten.',
    bring: 'Berichtigungen in Zendesk selbst.',
  },
  'P6.1': {
    title: 'Weitergabe an Dritte mit Einwilligung',
    shows: 'Jede Übermittlung an einen Anbieter, jeweils unter der Entscheidung, die sie erlaubt hat.',
    bring: null,
  },
  'P6.2': {
    title: 'Verzeichnis der erlaubten Weitergaben',
    shows: 'Dieselben Übermittlungen als vollständige Liste des Zeitraums.',
    bring: null,
  },
  'P6.3': {
    title: 'Verzeichnis der unbefugten Weitergaben',
    shows: 'Vorfallsakten, auch geschlossene.',
    bring: 'Verletzungen außerhalb dieses Produkts.',
  },
  'P6.4': {
    title: 'Zusagen der Dienstleister',
    shows: null,
    bring: 'Auftragsverarbeitungsverträge mit Ihren Anbietern.',
  },
  'P6.5': {
    title: 'Dienstleister melden Verletzungen',
    shows: null,
    bring: 'Wie Ihre Anbieter Sie benachrichtigen und was sie gemeldet haben.',
  },
  'P6.6': {
    title: 'Meldung von Verletzungen',
    shows: 'Vorfallsakten mit der Frist ab Kenntnis und was an wen ging.',
    bring: 'Eingangsbestätigung der Behörde.',
  },
  'P6.7': {
    title: 'Aufstellung der Weitergaben auf Anfrage',
    shows: 'Jede Übermittlung zu einer Person, die ihre Akte aufführt.',
    bring: null,
  },
  'P7.1': {
    title: 'Personenbezogene Daten sind richtig und erheblich',
    shows: 'Wechsel der anfragenden Person, wie der Helpdesk sie gemeldet hat.',
    bring: 'Qualität der Daten in Zendesk.',
  },
  'P8.1': {
    title: 'Beschwerden und Einhaltung werden überwacht',
    shows: 'Ersuchen, ihre letzten Tage und Antworten.',
    bring: 'Beschwerden, die Sie auf anderen Wegen erreicht haben.',
  },
}
