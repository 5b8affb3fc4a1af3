/**
 * How people ask, in the two languages that the product knows well. Other languages are recognised by their
 * question marks. All patterns are tried at the start of a sentence or have bounded gaps: linear on any text.
 */

/** What may stand before the question itself: `Hi there,`, `und`, `PS:`. */
export const LEAD_IN =
  /^(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)|moin|servus|grüß gott|grüezi|liebes?|sehr geehrte[rs]?)(?:\s[^,!.?]{1,40})?[,!]\s*|(?:and|but|also|so|then|now|plus|und|aber|oder|also|außerdem|zudem|ausserdem|nun|p\.?s\.?|by the way|übrigens|erstens|zweitens|drittens|viertens|first(?:ly)?|second(?:ly)?|third(?:ly)?|(?:one |my )?questions?(?=:)|(?:eine |meine )?fragen?(?=:)|(?:\d{1,2}|[a-h])[.)])[:,]?\s+|[-–—*•·]\s*)/iu

export const ASKS_AT_START: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    en: /^(?:how|what|when|where|which|who|whose|whom|why|what's|where's|when's|how's|who's|is there|are there|is it|is my|is the|is this|are you|are my|are the|can|could|may|might|do|does|did|will|would|should|shall|am i|was|were|have you|has my|has the|hasn't|isn't|aren't|can't|won't|don't you|doesn't)\s/iu,
    de: /^(?:wie|wieviel|wieviele|was|wann|wo|woher|wohin|womit|wofür|wozu|wodurch|worauf|wer|wem|wen|wessen|warum|wieso|weshalb|welche[rsmn]?|ab wann|bis wann|seit wann|für welche[nrs]?|in welche[nrm]?|mit welche[mrn]?|an wen|bei wem|gibt es|gibts|gibt's|(?:kann|können|könnte|könnten|könnt|darf|dürfen|muss|müssen|soll|sollte|werde|werden|wird|wurde|habe|haben|habt|hat|bin|ist|sind|bekomme|bekommen|kriege|brauche|bietet|bieten|nehmt|nehmen|liefert|liefern|versendet|verschickt|versenden|akzeptiert|akzeptieren|lässt|lassen|geht|funktioniert|kommt|kostet|übernehmt|übernehmen|erhalte|zahle|verkauft|verkaufen)\s(?:ich|man|wir|ihr|sie|es|er|das|die|der|den|mein|meine|meinen|eine?|auch|mir))(?=[\s?:,]|$)/iu,
  }),
)

/** `I would like to know …`, `ich möchte …`: a request wherever it stands in the sentence's beginning. */
export const REQUESTS: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    en: /(?:^|[\s,])(?:i(?:'d| would| want| need| wish)?\s?(?:would |really |just |also )?(?:like|love|want|need|wish|wonder|am wondering|was wondering|am trying|have to|am looking)\b|i'm (?:wondering|trying|looking|unable)\b|i (?:cannot|can't|can not|could not|couldn't|don't know|do not know|don't understand)\b|please\b|tell me\b|let me know\b|explain\b|help me\b|we (?:want|need|would like)\b)/iu,
    de: /(?:^|[\s,])(?:(?:ich|wir) (?:möchte|möchten|will|wollen|würde|würden|brauche|brauchen|benötige|benötigen|hätte|hätten|wünsche|bitte|suche|kann (?:\S{1,30} ){0,6}nicht|frage mich|weiß nicht|verstehe nicht)\b|(?:möchte|würde|will|hätte|brauche|kann) (?:ich|wir)\b|bitte\b|sagen sie mir\b|erklären sie\b|teilen sie mir\b|mich (?:würde )?interessier(?:t|en)\b|leider (?:kann|finde|weiß) ich\b)/iu,
  }),
)

/** Beside questions only an outright plea is a matter of its own; `I would like …` then tells what they are about. */
export const PLEA =
  /^(?:please|kindly|tell me|let me know|explain|help me|bitte|sagen sie|erklären sie|teilen sie)\b/iu

/** Talk around the matter: it neither asks nor says what the ticket is about. */
export const CHATTER: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    en: new Set(
      `hello team support service help helping helped question questions answer answers ask asking know tell told say said
    anybody someone quick quickly urgent asap soon today tomorrow yesterday day days week weeks ago time reply respond
    response hear forward hope hoping wonder wondering advance appreciate problem issue issues matter explain understand
    sorry happened happen going work works guys sir madam customer morning afternoon evening nice great good bad terrible
    ridiculous unacceptable angry disappointed disappointing really wait waiting kind idea exactly long information info
    do make normal details clarify trying looking want need like love`.split(/\s+/),
    ),
    de: new Set(
      `team support service hilfe helfen hilft geholfen frage fragen antwort antworten antworte wissen weiß sagen sagt
    schnell schnelle dringend heute morgen gestern tag tage tagen woche wochen zeit rückmeldung melden meldet voraus
    freue freuen problem sache erklären verstehen verstehe leid schade damen herren kunde kundin kunden kundenservice
    kundendienst schreibe schreiben lange unverschämt unverschämtheit frechheit wütend enttäuscht enttäuschend sauer
    warte warten lieb liebes nett genau info infos information informationen mitteilen auskunft interessiert funktioniert
    gehe geht normal mache machen macht mach tun passiert möglich`.split(/\s+/),
    ),
  }),
)

/** Sentences that give orders to a machine. They are no matter of the requester's and never become a question. */
export const ORDERS_TO_A_MACHINE =
  /\b(?:anweisung|vorgabe|regel|instruction)\w{0,4}\b.{0,60}\b(?:ignor|vergess|missacht|überschreib|disregard)|\b(?:ignor|disregard|forget|override|bypass|ignorier|vergiss|missacht|überschreib)\w{0,6}\b.{0,60}\b(?:instruction|prompt|rule|guideline|polic|previous|above|anweisung|vorgabe|regel|anleitung|vorherig|bisherig|obig)|\b(?:system|developer) ?prompt\b|\bsystemanweisung|\b(?:you are|act as|pretend to be|du bist|sie sind|verhalte dich)\b.{0,30}\b(?:assistant|chatbot|language model|sprachmodell|assistent|ai|ki|gpt|dan)\b|\b(?:as an ai|als ki)\b|^\s*(?:system|assistant|developer)\s*:|<\/?(?:system|instruction|prompt)|\bnew instructions?\b|\bneue anweisung/iu

/** `…, and can I pay with PayPal?` is a second question when what follows asks by itself. */
export const AND: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    en: /[,;]?\s(?:and|or)\s(?:also\s)?/giu,
    de: /[,;]?\s(?:und|oder)\s(?:auch\s)?/giu,
  }),
)

const FIGURES: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    en: /\b(?:how (?:long|much|many|often|old|far|late|soon|big|high|fast|quickly)|when|what time|by when|until when|costs?|prices?|fees?|deadline|opening hours|phone number)\b/iu,
    de: /\b(?:wie (?:lange|viel|viele|oft|alt|weit|spät|hoch|teuer|groß|schnell)|wieviele?|wann|bis wann|kostet|kosten|preis|gebühr|frist|öffnungszeiten|telefonnummer)(?!\p{L})/iu,
  }),
)

/** Whether the answer is likely to hold a number. */
export function asksForFigure(code: string, text: string): boolean {
  return FIGURES.get(code)?.test(text.slice(0, 1_000)) ?? false
}
