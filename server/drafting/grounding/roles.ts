/** Who speaks and who is spoken to: "we pay" is not "you pay". */
import type { Reading, Word } from './reading.ts'

interface Persons {
  readonly weDo: ReadonlySet<string>
  readonly ours: ReadonlySet<string>
  readonly yours: ReadonlySet<string>
}

const PERSONS: Readonly<Record<string, readonly [weDo: string, ours: string, yours: string]>> = {
  en: ['we i', 'us our ours me my', 'you your yours yourself'],
  de: [
    'wir ich',
    'uns unser unsere unseren unserem unserer unseres mir mich mein meine',
    'du dich dir dein deine deinen deinem deiner deines Sie Ihnen Ihr Ihre Ihren Ihrem Ihrer Ihres euch eure',
  ],
  fr: ['nous je j', 'notre nos mon ma mes', 'vous votre vos tu te ton ta tes'],
  es: ['nosotros yo', 'nuestro nuestra nuestros nuestras nos mi', 'usted ustedes tu tú tus'],
  it: ['noi io', 'nostro nostra nostri nostre ci mio', 'voi vostro vostra tu tuo tua Lei'],
  nl: ['wij we ik', 'ons onze mijn', 'u uw je jij jouw jullie'],
}

const sets: ReadonlyMap<string, Persons> = new Map(
  Object.entries(PERSONS).map(([code, [weDo, ours, yours]]) => [
    code,
    {
      weDo: new Set(weDo.split(' ')),
      ours: new Set(ours.split(' ')),
      yours: new Set(yours.split(' ')),
    },
  ]),
)

/** German "Sie" is told from "sie" by its capital. */
function isOf(set: ReadonlySet<string>, { text, written }: Word): boolean {
  return set.has(text) || set.has(written)
}

const OBJECTS: ReadonlySet<string> = new Set('us me uns mir mich ons'.split(' '))
/** "You get it from us" is "we send it to you". */
const TAKES =
  /(?<!\p{L})(?:receives?|gets?|obtain|by us|erhalten|erhältst|bekommen|bekommst|krijgt|ontvangt)(?!\p{L})/iu
const PASSIVE_DE = /(?<!\p{L})(?:wird|werden|wirst|worden|wordt)(?!\p{L})/iu

/** "You refund us the fee" for "we refund you the fee". */
function changesPlaces(own: Reading, { yours }: Persons): boolean {
  const you = own.words.findIndex((word) => isOf(yours, word))
  const us = own.words.findLastIndex(({ text }) => OBJECTS.has(text))
  return you >= 0 && us > you && !TAKES.test(own.text) && !PASSIVE_DE.test(own.text)
}

const TOWARDS = new Set('by from to at with for von bei zu an mit für'.split(' '))

/** "From you to us" for "from us to you". */
function waysTurned(own: Reading, cited: Reading, { ours, yours }: Persons): boolean {
  const led = ({ words }: Reading, set: ReadonlySet<string>) =>
    new Set(
      words.flatMap(({ text }, at) => {
        const next = words[at + 1]
        return TOWARDS.has(text) && next !== undefined && isOf(set, next) ? [text] : []
      }),
    )
  const turns = (mine: ReadonlySet<string>, theirs: ReadonlySet<string>, before: ReadonlySet<string>) =>
    [...mine].some((word) => theirs.has(word) && !before.has(word))
  const [us, you] = [led(cited, ours), led(cited, yours)]
  return turns(led(own, ours), you, us) && turns(led(own, yours), us, you)
}

/** True when somebody else acts, owns or is spoken to than in the cited sentence. */
export function rolesDiffer(own: Reading, cited: Reading): boolean {
  const persons = sets.get(own.language.code)
  if (persons === undefined) return false
  const has = ({ words }: Reading, set: ReadonlySet<string>) => words.some((word) => isOf(set, word))
  const { weDo, ours, yours } = persons
  const bringsWe = has(own, weDo) && !has(cited, weDo)
  const bringsUs = has(own, ours) && !has(cited, ours) && !has(cited, weDo)
  const bringsYou = has(own, yours) && !has(cited, yours)
  const losesWe = has(cited, weDo) && !has(own, weDo)
  const losesOurs = has(cited, ours) && !has(own, ours)
  if (waysTurned(own, cited, persons)) return true
  if (losesWe && !has(cited, OBJECTS) && has(cited, yours) && changesPlaces(own, persons)) return true
  return bringsWe || bringsUs || (bringsYou && (losesWe || losesOurs))
}
