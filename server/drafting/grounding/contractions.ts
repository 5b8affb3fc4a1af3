/** Short and long spellings of the same words; spelled out, one rule reads them all. */
const ENGLISH: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})can(?:'t|not)(?!\p{L})/giu, 'can not'],
  [/(?<!\p{L})won't(?!\p{L})/giu, 'will not'],
  [/(?<!\p{L})shan't(?!\p{L})/giu, 'shall not'],
  [/(?<=\p{L})n't(?!\p{L})/giu, ' not'],
]

const COSTS_NOTHING = /(?<!\p{L})(?:free of charge|at no (?:extra |additional )?(?:cost|charge))(?!\p{L})/giu

const EVERYWHERE: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})z\. ?B\./gu, 'zum Beispiel'],
  [/(?<!\p{L})d\. ?h\./gu, 'das heißt'],
  [/(?<!\p{L})u\. ?a\./gu, 'unter anderem'],
  [/(?<!\p{L})bzw\./gu, 'beziehungsweise'],
  [/(?<!\p{L})ca\./gu, 'circa'],
  [/(?<!\p{L})inkl\./gu, 'inklusive'],
  [/(?<!\p{L})e\. ?g\./giu, 'for example'],
  [/(?<!\p{L})i\. ?e\./giu, 'that is'],
  [/(?<!\p{L})p\. ?ex\./giu, 'par exemple'],
  [/(?<!\p{L})p\. ?ej\./giu, 'por ejemplo'],
  [/(?<!\p{L})bijv\./giu, 'bijvoorbeeld'],
]

export function spelledOut(text: string, language: string): string {
  const read = /\p{L}\./u.test(text)
    ? EVERYWHERE.reduce((all, [short, long]) => all.replace(short, long), text)
    : text
  if (language !== 'en' || !/can|won't|n't|charge|at no/iu.test(read)) return read
  const plain = read.replace(COSTS_NOTHING, 'free')
  return ENGLISH.reduce((all, [short, long]) => all.replace(short, long), plain)
}
