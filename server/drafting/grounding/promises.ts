/** Says that somebody here has acted or will act. The model cannot: such a sentence is no one's word. */

const ENGLISH = [
  /(?<!\p{L})(?:i|we|our team|the team|support|my colleagues?)(?: have|'ve| had| has| just| already| also| now){1,4} (?:\p{L}{2,20} ){0,2}(?:\p{L}+ed|sent|made|taken|given|put|done|found|paid|set|got|begun|written|spoken)(?!\p{L})/iu,
  /(?<!\p{L})(?:i|we|our team|the team|my colleagues?)(?: will|'ll| shall| am going to| are going to|'re going to|'m going to| is going to)(?!\p{L})/iu,
  /(?<!\p{L})(?:i|we)(?:'m| am|'re| are) (?:\p{L}{2,20} ){0,2}(?:send|refund|cancel|process|check|arrang|contact|forward|escalat|ship|issu|transfer|updat|creat)\p{L}*ing(?!\p{L})/iu,
  /(?<!\p{L})i (?:\p{L}{2,20} ){0,2}(?:sent|refunded|cancell?ed|processed|checked|arranged|contacted|forwarded|escalated|shipped|issued|updated|created|booked|credited|reset)(?!\p{L})/iu,
  /(?<!\p{L})(?:we|our team) (?:already |just |now ){0,2}(?:sent|refunded|cancell?ed|processed|forwarded|escalated|shipped|issued|credited|booked)(?!\p{L})/iu,
  /(?<!\p{L})your (?:\p{L}{2,20} ){1,4}(?:has been|have been|was|were|is being|are being|will be|has now been) (?:\p{L}{2,20} ){0,2}(?:refunded|cancell?ed|processed|shipped|sent|approved|issued|credited|updated|closed|reset|escalated|forwarded|replaced|booked|deleted|initiated)(?!\p{L})/iu,
  /(?<!\p{L})(?:consider it done|rest assured|i guarantee|we guarantee|i promise|we promise)(?!\p{L})/iu,
]
// No `i`: a participle is told from a noun by its small letter.
const GERMAN = [
  /(?<!\p{L})(?:[Ii]ch|[Ww]ir|[Uu]nser Team) (?:habe|haben|hat)(?!\p{L})[^.!?;]{0,160}(?<!\p{L})(?:ge\p{L}{2,20}(?:t|en)|\p{L}{2,20}iert|\p{L}{0,14}(?:ver|be|er|ent|zer|ge)\p{L}{2,20}(?:t|en))(?!\p{L})/u,
  /(?<!\p{L})(?:[Hh]aben?|[Hh]at) (?:ich|wir|unser Team)(?!\p{L})[^.!?;]{0,160}(?<!\p{L})(?:ge\p{L}{2,20}(?:t|en)|\p{L}{2,20}iert|\p{L}{0,14}(?:ver|be|er|ent|zer|ge)\p{L}{2,20}(?:t|en))(?!\p{L})/u,
  /(?<!\p{L})(?:[Ii]ch werde|[Ww]erde ich|[Ww]ir werden|[Ww]erden wir|[Uu]nser Team wird)(?!\p{L})/u,
  /(?<!\p{L})(?:[Ii]ch|[Ww]ir) (?:schicke|sende|erstatte|storniere|veranlasse|überweise|leite|kümmere|prüfe|bestätige|informiere|melde|lösche|ändere|buche|versende)n?(?!\p{L})/u,
  /(?<!\p{L})(?:[Ss]chicke|[Ss]ende|erstatte|storniere|veranlasse|überweise|leite|kümmere|prüfe|lösche|ändere|buche|versende)n? (?:ich|wir)(?!\p{L})/u,
  /(?<!\p{L})[Ii]hre?[nmrs]? (?:\p{L}{2,30} ){1,4}(?:wurden?|worden|ist|sind|wird|werden)(?!\p{L})[^.!?;]{0,80}(?<!\p{L})(?:storniert|erstattet|versandt|verschickt|bearbeitet|genehmigt|gutgeschrieben|gelöscht|zurückgesetzt|ersetzt|gebucht|veranlasst|weitergeleitet|überwiesen)(?!\p{L})/u,
]
const FRENCH = [
  /(?<!\p{L})(?:j'ai|nous avons|on a) (?:\p{L}{2,20} ){0,3}\p{L}+(?:é|ée|és|ées|i|is|it|u|ue)(?!\p{L})/iu,
  /(?<!\p{L})(?:je vais|nous allons|notre équipe va)(?!\p{L})/iu,
  /(?<!\p{L})(?:je|j'|nous) ?(?:(?:vous|le|la|les|l'|lui|y|en) ?){0,2}\p{L}+(?:erai|irai|rai|erons|irons|rons)(?!\p{L})/iu,
  /(?<!\p{L})votre (?:\p{L}{2,20} ){1,4}a été(?!\p{L})/iu,
]
const SPANISH = [
  /(?<!\p{L})(?:he|hemos) (?:\p{L}{2,20} ){0,2}\p{L}+(?:ado|ido|cho|to)(?!\p{L})/iu,
  /(?<!\p{L})(?:voy|vamos) a \p{L}+/iu,
  /(?<!\p{L})\p{L}{2,20}(?:aré|eré|iré|aremos|eremos|iremos)(?!\p{L})/iu,
  /(?<!\p{L})su (?:\p{L}{2,20} ){1,4}ha sido(?!\p{L})/iu,
]
const ITALIAN = [
  /(?<!\p{L})(?:ho|abbiamo) (?:\p{L}{2,20} ){0,2}\p{L}+(?:ato|uto|ito|sso|tto|sto)(?!\p{L})/iu,
  /(?<!\p{L})\p{L}{2,20}(?:erò|irò|eremo|iremo)(?!\p{L})/iu,
  /(?<!\p{L})(?:il suo|la sua) (?:\p{L}{2,20} ){1,4}è stat[oa](?!\p{L})/iu,
]
const DUTCH = [
  /(?<!\p{L})(?:ik heb|we hebben|wij hebben|heb ik|hebben we|hebben wij)(?!\p{L})[^.!?;]{0,160}(?<!\p{L})(?:ge\p{L}{2,20}(?:d|t|en)|(?:ver|be|her|ont)\p{L}{2,20}(?:d|t|en)|\p{L}{0,14}ge\p{L}{2,20}(?:d|t|en))(?!\p{L})/iu,
  /(?<!\p{L})(?:ik zal|we zullen|wij zullen|zal ik|zullen we|zullen wij|ik ga|we gaan|wij gaan)(?!\p{L})/iu,
  /(?<!\p{L})uw (?:\p{L}{2,20} ){1,4}(?:is|zijn|wordt|werd) (?:\p{L}{2,20} ){0,3}(?:geannuleerd|terugbetaald|verzonden|verwerkt)(?!\p{L})/iu,
]

/** A reply in one language may slip into the agents' English. */
const BY_LANGUAGE: Readonly<Record<string, readonly RegExp[]>> = {
  en: ENGLISH,
  de: [...GERMAN, ...ENGLISH],
  fr: [...FRENCH, ...ENGLISH],
  es: [...SPANISH, ...ENGLISH],
  it: [...ITALIAN, ...ENGLISH],
  nl: [...DUTCH, ...ENGLISH],
}

/** Where the promise ends and something else begins. */
const CLAUSE_REST =
  /^[^,;:.!?()]*?(?= (?:if|unless|when|once|as soon as|wenn|falls|sobald|si|se|als|indien) |[,;:.!?()]|$)/iu

/** @returns each promise of a plain text, from its first word to the end of its clause. */
export function promisingClauses(text: string, language: string): readonly string[] {
  const patterns = (Object.hasOwn(BY_LANGUAGE, language) ? BY_LANGUAGE[language] : undefined) ?? ENGLISH
  return patterns.flatMap((pattern) => {
    const match = pattern.exec(text)
    if (match === null) return []
    const end = match.index + match[0].length
    return [match[0] + (CLAUSE_REST.exec(text.slice(end))?.[0] ?? '')]
  })
}
