/** What each criterion asks, what is shown for it, and what the customer brings: Italian. Not the AICPA's own wording. */
import type { CriteriaWords } from './criteria-words.ts'

export const CRITERIA_IT: CriteriaWords = {
  CC1: {
    title: 'Ambiente di controllo: integrità, vigilanza, struttura, competenza, responsabilità',
    shows: null,
    bring:
      'Codice di condotta, organigramma, descrizioni delle mansioni, registri di assunzioni e formazione.',
  },
  CC2: {
    title: 'Informazione e comunicazione all’interno e verso l’esterno',
    shows: null,
    bring:
      'Le regole così come sono state comunicate al personale, e la descrizione del sistema consegnata ai clienti.',
  },
  CC3: {
    title: 'Valutazione dei rischi, frodi e cambiamenti compresi',
    shows: null,
    bring: 'Registro dei rischi con responsabili e date; la bozza di DPIA prodotta qui ne è una base.',
  },
  CC4: {
    title: 'Sorveglianza dei controlli e seguito dato alle carenze',
    shows: null,
    bring: 'Audit interni, riesami della direzione e seguito dato alle carenze.',
  },
  CC5: {
    title: 'Attività di controllo, loro scelta e relative regole',
    shows: null,
    bring: 'L’elenco dei vostri controlli con i responsabili e le regole su cui si fondano.',
  },
  'CC6.1': {
    title: 'Accesso logico alle informazioni protette',
    shows:
      'Ogni sessione aperta o rifiutata, l’ambito fissato per ogni ticket, ogni decisione di ammissione e chi ha aperto le prove.',
    bring: 'Accesso al server, alla cartella dei dati, alle chiavi e a Zendesk stesso.',
  },
  'CC6.2': {
    title: 'L’accesso è concesso dopo autorizzazione e tolto quando non serve più',
    shows:
      'Ogni modifica di ruolo con il suo autore, i riesami degli accessi e un elenco degli accessi inutilizzati da 90 giorni.',
    bring: null,
  },
  'CC6.3': {
    title: 'Ruoli, privilegio minimo e separazione dei compiti',
    shows:
      'Modifiche dei ruoli, versioni della politica dell’ambito e ogni modifica approvata o respinta da una seconda persona.',
    bring: null,
  },
  'CC6.4': {
    title: 'Accesso fisico ai locali',
    shows: null,
    bring: 'Rapporto del vostro fornitore di hosting, o i vostri registri di chi entra nel centro dati.',
  },
  'CC6.5': {
    title: 'I dati sono resi illeggibili prima che un bene esca dalla protezione',
    shows:
      'Cancellazioni ed esecuzioni della conservazione con i loro conteggi, e la distruzione della chiave di ogni mese.',
    bring: 'Smaltimento di dischi e supporti di backup.',
  },
  'CC6.6': {
    title: 'Protezione dalle minacce esterne al perimetro',
    shows: 'Ogni richiesta respinta dalla porta di uscita, con indirizzo e motivo.',
    bring: 'Configurazione di firewall e proxy del server.',
  },
  'CC6.7': {
    title: 'Trasmissione e spostamento delle informazioni sono limitati',
    shows:
      'Ogni trasmissione a un fornitore: host, regione, campi e byte; nessun reindirizzamento è seguito e dalla macchina esce solo https.',
    bring: null,
  },
  'CC6.8': {
    title: 'Il software non autorizzato o malevolo è impedito e rilevato',
    shows: 'La versione in esecuzione a ogni avvio e ciò che differisce dall’avvio precedente.',
    bring:
      'Protezione da malware e aggiornamenti del server; la distinta dei componenti software della versione.',
  },
  'CC7.1': {
    title: 'Modifiche di configurazione e nuove debolezze sono rilevate',
    shows: 'La configurazione a ogni avvio come impronta, con le impostazioni cambiate.',
    bring: 'Scansioni delle vulnerabilità del server e della versione.',
  },
  'CC7.2': {
    title: 'Le anomalie sono sorvegliate',
    shows: 'Accessi rifiutati e trasmissioni rifiutate, come voci e come eventi per il vostro SIEM.',
    bring: 'Regole nel vostro SIEM e chi le osserva.',
  },
  'CC7.3': {
    title: 'Gli eventi di sicurezza sono valutati',
    shows: 'Registri degli incidenti: che cosa si sapeva e quando, che cosa fu deciso e perché.',
    bring: 'I vostri criteri su che cosa è un incidente.',
  },
  'CC7.4': {
    title: 'Si risponde agli incidenti',
    shows: 'Attivazioni dell’arresto di emergenza, registri degli incidenti e rapporti delle esercitazioni.',
    bring: 'Il vostro piano di risposta e chi è reperibile.',
  },
  'CC7.5': {
    title: 'Ripristino dopo gli incidenti',
    shows: 'Quando e da chi l’arresto di emergenza è stato revocato, archivi ripristinati ed esercitazioni.',
    bring: 'Lezioni riprese nelle vostre procedure.',
  },
  'CC8.1': {
    title: 'Le modifiche sono autorizzate, provate, approvate e registrate',
    shows:
      'Ogni modifica di elenco degli articoli ammessi, politica dell’ambito, informativa, base giuridica, impostazioni e configurazione, con autore, approvatore e differenza.',
    bring: 'Come provate e approvate una nuova versione prima di installarla.',
  },
  'CC9.1': {
    title: 'Le interruzioni dell’attività sono attenuate',
    shows: null,
    bring: 'Piano di continuità e assicurazione.',
  },
  'CC9.2': {
    title: 'Fornitori e partner sono gestiti',
    shows: null,
    bring:
      'Contratti e valutazioni dei fornitori; l’elenco dei sub-responsabili prodotto qui li nomina, non li valuta.',
  },
  'A1.1': { title: 'La capacità è sorvegliata', shows: null, bring: 'Sorveglianza del server.' },
  'A1.2': {
    title: 'Protezione ambientale, backup e infrastruttura di ripristino',
    shows: null,
    bring: 'Backup della cartella dei dati e delle chiavi; il prodotto non ne fa da sé.',
  },
  'A1.3': {
    title: 'Il ripristino è provato',
    shows: 'Ogni avvio su un archivio ripristinato e le cancellazioni ripetute prima che servisse.',
    bring: 'Le date delle vostre prove e i loro esiti.',
  },
  'C1.1': {
    title: 'Le informazioni riservate sono individuate e custodite',
    shows: 'Quali tipi di registrazioni sono conservati e chi ha aperto prove, bozze e dossier.',
    bring: 'La vostra classificazione delle informazioni.',
  },
  'C1.2': {
    title: 'Le informazioni riservate sono eliminate',
    shows: 'Cancellazioni, esecuzioni della conservazione e chiavi distrutte, con i loro conteggi.',
    bring: null,
  },
  'PI1.1': {
    title: 'Le informazioni necessarie al trattamento sono definite e di qualità',
    shows: 'Quali articoli si possono usare ed entro quando ciascuno va riesaminato.',
    bring: 'Chi è responsabile del contenuto degli articoli.',
  },
  'PI1.2': {
    title: 'Gli ingressi sono completi ed esatti',
    shows: 'Ogni sincronizzazione con i suoi conteggi, ogni rimozione confermata, ogni webhook firmato.',
    bring: null,
  },
  'PI1.3': {
    title: 'Il trattamento è completo ed esatto',
    shows: 'Una decisione e un verdetto per ogni bozza, riassunto e ricerca, rifiuti compresi.',
    bring: null,
  },
  'PI1.4': {
    title: 'I risultati giungono solo a chi devono, completi ed esatti',
    shows: 'Che cosa una persona ha inserito, inviato, scartato o ritirato, e quanto della bozza è rimasto.',
    bring: null,
  },
  'PI1.5': {
    title: 'Ingressi e risultati memorizzati sono completi e protetti',
    shows: 'Il registro stesso: ogni voce è concatenata, firmata e verificabile senza questo server.',
    bring: 'Backup dell’archivio.',
  },
  'P1.1': {
    title: 'Informativa sulla privacy',
    shows: 'Ogni versione dell’informativa con le sue lingue e chi l’ha attivata.',
    bring: null,
  },
  'P2.1': {
    title: 'Scelta e consenso',
    shows:
      'Ogni link emesso, ogni consenso dato, negato o revocato, e ciò che è stato eliminato di conseguenza.',
    bring: null,
  },
  'P3.1': {
    title: 'La raccolta è limitata alla finalità',
    shows: 'I campi ammessi dalla politica dell’ambito, versione per versione.',
    bring: null,
  },
  'P3.2': {
    title: 'Consenso esplicito dove occorre',
    shows: 'Registrazioni del consenso con versione dell’informativa, canale e secondo esame delle prove.',
    bring: null,
  },
  'P4.1': {
    title: 'L’uso è limitato alla finalità',
    shows: 'L’ambito e la decisione di ogni uso.',
    bring: null,
  },
  'P4.2': {
    title: 'La conservazione è limitata',
    shows: 'Modifiche della conservazione e ogni esecuzione con ciò che ha rimosso.',
    bring: null,
  },
  'P4.3': {
    title: 'Eliminazione',
    shows: 'Cancellazioni, esecuzioni della conservazione e chiavi distrutte.',
    bring: null,
  },
  'P5.1': {
    title: 'Gli interessati ottengono l’accesso',
    shows: 'Ogni richiesta con il suo ultimo giorno e quando ha avuto risposta.',
    bring: null,
  },
  'P5.2': {
    title: 'Gli interessati possono far rettificare i dati',
    shows: 'Richieste di rettifica e relative risposte.',
    bring: 'Rettifiche in Zendesk stesso.',
  },
  'P6.1': {
    title: 'Comunicazione a terzi con il consenso',
    shows: 'Ogni trasmissione a un fornitore, ciascuna con la decisione che l’ha permessa.',
    bring: null,
  },
  'P6.2': {
    title: 'Registro delle comunicazioni autorizzate',
    shows: 'Le stesse trasmissioni come elenco completo del periodo.',
    bring: null,
  },
  'P6.3': {
    title: 'Registro delle comunicazioni non autorizzate',
    shows: 'Registri degli incidenti, anche chiusi.',
    bring: 'Violazioni al di fuori di questo prodotto.',
  },
  'P6.4': {
    title: 'Impegni dei fornitori',
    shows: null,
    bring: 'Accordi sul trattamento dei dati con i vostri fornitori.',
  },
  'P6.5': {
    title: 'I fornitori segnalano le violazioni',
    shows: null,
    bring: 'Come i vostri fornitori vi avvisano e che cosa hanno segnalato.',
  },
  'P6.6': {
    title: 'Notifica delle violazioni',
    shows: 'Registri degli incidenti con il tempo dalla conoscenza e ciò che fu inviato a chi.',
    bring: 'Prova della ricezione da parte dell’autorità.',
  },
  'P6.7': {
    title: 'Rendiconto delle comunicazioni su richiesta',
    shows: 'Ogni trasmissione che riguarda una persona, elencata nel suo dossier.',
    bring: null,
  },
  'P7.1': {
    title: 'Le informazioni personali sono esatte e pertinenti',
    shows: 'Cambi del richiedente di un ticket come li ha riferiti l’helpdesk.',
    bring: 'Qualità dei dati in Zendesk.',
  },
  'P8.1': {
    title: 'Reclami e conformità sono sorvegliati',
    shows: 'Richieste, i loro ultimi giorni e le risposte.',
    bring: 'Reclami giunti a voi per altre vie.',
  },
}
