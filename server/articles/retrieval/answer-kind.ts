const ANSWER_KINDS = ['person', 'time', 'amount'] as const
/** What a question asks for, as far as its asking words tell: then the evidence should hold one. */
export type AnswerKind = (typeof ANSWER_KINDS)[number]

const CHARS_READ = 600

const ASKS: ReadonlyMap<string, Readonly<Record<AnswerKind, RegExp>>> = new Map(
  Object.entries({
    en: {
      person:
        /\b(?:whom|who (?:do|can|should|must|may|to|would)\b.{0,40}\b(?:write|contact|ask|call|turn|speak|talk|send|address|reach))\b/iu,
      time: /\b(?:when|by when|until when|how (?:long|soon|many (?:working |business )?(?:days|weeks|months|years|hours))|what time)\b/iu,
      amount:
        /\b(?:how (?:much|expensive)|what (?:does|do|will|would) .{1,60} cost|what is the (?:price|fee))\b/iu,
    },
    de: {
      person:
        /(?<!\p{L})(?:an wen|bei wem|wen (?:kann|muss|soll|frage|rufe)|wem (?:kann|muss|soll|schreibe))(?!\p{L})/iu,
      time: /(?<!\p{L})(?:wann|wie (?:lange|schnell|viele (?:werk)?(?:tage|wochen|monate|jahre|stunden))|um wie viel uhr)(?!\p{L})/iu,
      amount:
        /(?<!\p{L})(?:wie ?viel (?:kostet|kosten|muss|zahle|geld|euro)|wie (?:teuer|hoch)|was kostet|was kosten)(?!\p{L})/iu,
    },
  }),
)

const HOLDS: Readonly<Record<AnswerKind, RegExp>> = {
  person:
    /@|\p{N}{3,20}[ /-]\p{N}{2,20}|\b(?:team|office|department|contact|form|e-?mail|address|centre|center|advis\w{1,24}|counsel\w{1,24}|authority|hotline)\b|(?:team|stelle|amt|abteilung|kontakt|formular|adresse|beratung\w{0,24}|zentrum|behörde|hotline|mail)\b/iu,
  time: /\p{N}|\b(?:one|two|three|four|five|six|seven|ten|twelve|days?|weeks?|months?|years?|hours?|minutes?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|immediately|at once|as soon as|once|until|before|after|within|never|always|any time|every)\b|(?:tage?n?|wochen?|monate?n?|jahre?n?|stunden?|minuten?)(?!\p{L})|(?<!\p{L})(?:(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|sofort|sobald|solange|bis|bevor|nachdem|innerhalb|jederzeit|immer|nie|täglich|ab)(?!\p{L})/iu,
  amount:
    /\p{N}|[€$£%]|\b(?:free|no (?:extra )?(?:charge|cost|fee)|euros?|pounds?|half|double|full|all|none|nothing|depends?)\b|(?:kostenlos|kostenfrei|gratis|umsonst|gebührenfrei|euro|hälfte|doppelt|voll|nichts|keine|abhängig|je nach)/iu,
}

/** Several kinds when several are asked for in one breath. */
export function kindsAsked(code: string, text: string): readonly AnswerKind[] {
  const asks = ASKS.get(code)
  const read = text.slice(0, CHARS_READ)
  return asks === undefined ? [] : ANSWER_KINDS.filter((kind) => asks[kind].test(read))
}

export function holds(kind: AnswerKind, text: string): boolean {
  return HOLDS[kind].test(text)
}
