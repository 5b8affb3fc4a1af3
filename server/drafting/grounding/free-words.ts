/** Words that a reworded sentence may add or leave out, and those that only a source may bring. By language. */

interface FreeWords {
  /** Grammar and politeness: they may come and go. Hedges, doubts and what is past are none of it. */
  readonly added: string
  /** May go, although they are topics elsewhere. */
  readonly lost: string
  /** Classes of words that promise much; one of a class needs another one of it in the source. */
  readonly sourced: readonly string[]
  /** Of these, one never stands in the place of the other. */
  readonly opposites: string
}

const FREE: Readonly<Record<string, FreeWords>> = {
  en: {
    added:
      'a an the this that these those it its they their them there you your yours we our us one he she i is are be am do does has have of in on at to for with by from between and or then so also please kindly simply just unfortunately sorry however therefore note which who here as via using e g example when if item items goods further furthermore well such what how own each remain remains',
    lost: 'please kindly simply just unfortunately sorry also however therefore already then so further furthermore well example addition generally speaking following follow item items want wish like e g done take place himself yourself offer offers via such thing things own note important info tip hint',
    sourced: [
      'free gratis complimentary',
      'all any every each anyone everyone everybody anybody whatever whichever',
      'always anytime forever permanently unlimited',
      'worldwide everywhere anywhere',
      'guaranteed guarantee guarantees',
      'rarely seldom scarcely hardly barely almost nearly partly occasionally supposedly allegedly',
      'false wrong lie untrue myth incorrect',
      'far anything nothing else',
      'were was had been used former formerly',
      'un non',
    ],
    opposites:
      'on/off in/out up/down open/close open/closed opened/closed inside/outside from/to above/below',
  },
  de: {
    added:
      'ein eine einen einem einer eines der die das den dem des dies diese dieser dieses diesen sie ihr ihre ihren ihrem ihrer ihres ihnen du dich dir dein deine deinen deinem deiner wir uns unser unsere unseren unserem unserer es man sich er ist sind sein bin werden wird wurde worden haben hat hast von vom in im an am auf für mit bei zu zum zur aus um zwischen und oder sowie dann so auch bitte leider gern gerne einfach natürlich jedoch daher zudem außerdem ebenfalls also dabei hierfür dafür dazu hier lang per beispiel wenn artikel ware bestellwert erhalten erhält erhältst z b',
    lost: 'bitte leider gern gerne einfach natürlich jedoch daher zudem außerdem ebenfalls auch bereits deshalb also dabei hierfür dafür dazu dann so hier beispiel erfolgt erfolgen folgende folgenden folgender artikel lang möchten stattfinden statt gelangen selbst z b u a hinweis wichtig tipp achtung info',
    sourced: [
      'kostenlos kostenlose kostenlosen kostenloser kostenloses kostenfrei kostenfreie kostenfreien gratis unentgeltlich frei umsonst',
      'alle allen aller alles jede jeder jedes jeden jedem sämtliche sämtlichen jegliche beliebige',
      'immer stets jederzeit unbegrenzt dauerhaft',
      'weltweit überall',
      'garantiert garantieren garantie',
      'selten kaum fast beinahe nahezu teilweise gelegentlich angeblich vermeintlich mitnichten',
      'falsch unwahr gelogen irrtum mythos',
      'andere alles',
      'war waren hatte hatten gewesen früher ehemals',
      'net nimmer un non',
    ],
    opposites:
      'ein/aus an/ab auf/zu auf/um an/aus rein/raus herein/heraus hinein/heraus offen/geschlossen von/nach',
  },
  fr: {
    added:
      'un une le la les l des de du d ce cet cette ces il elle ils elles on vous votre vos nous notre nos se s est sont être a ont au aux à en dans sur pour avec par et ou puis aussi donc svp merci veuillez simplement malheureusement y que qui c',
    lost: 'aussi donc puis veuillez simplement malheureusement suivants suivantes articles également',
    sourced: [
      'gratuit gratuite gratuits gratuites gratuitement',
      'tous toutes tout toute chaque',
      'toujours',
      'garanti garantie',
      'rarement presque guère',
      'faux',
      'étaient était',
    ],
    opposites: 'avant/après ouvert/fermé',
  },
  es: {
    added:
      'un una el la los las lo de del al a en con por para y o e este esta estos su sus usted ustedes tu tus nosotros nuestro nuestra se es son ser está están ha han que también favor simplemente lamentablemente luego entonces',
    lost: 'también favor simplemente lamentablemente siguientes artículos además',
    sourced: [
      'gratis gratuito gratuita',
      'todos todas todo cada cualquier',
      'siempre',
      'garantizado',
      'raramente casi apenas',
      'falso',
      'era eran',
    ],
    opposites: 'abierto/cerrado',
  },
  it: {
    added:
      'un uno una il lo la i gli le l di del della dei delle al alla a in nel con per da e o questo questa si è sono essere ha hanno suo sua tuo voi lei noi nostro nostra che anche favore semplicemente purtroppo poi quindi',
    lost: 'anche favore semplicemente purtroppo seguenti articoli inoltre',
    sourced: [
      'gratis gratuito gratuita',
      'tutti tutte tutto ogni qualsiasi',
      'sempre',
      'garantito',
      'raramente quasi appena',
      'falso',
      'era erano',
    ],
    opposites: 'aperto/chiuso',
  },
  nl: {
    added:
      'een de het deze dit die dat u uw je jij jouw we wij ons onze er zich is zijn worden wordt heeft hebben van in op aan voor met bij door te en of dan ook alstublieft graag helaas gewoon',
    lost: 'ook alstublieft graag helaas gewoon volgende artikelen bovendien',
    sourced: [
      'gratis kosteloos',
      'alle alles elke elk iedere ieder',
      'altijd',
      'gegarandeerd',
      'zelden bijna nauwelijks',
      'onwaar',
      'was waren',
    ],
    opposites: 'open/dicht aan/uit in/uit',
  },
}

export interface FreeWordSets {
  readonly added: ReadonlySet<string>
  readonly lost: ReadonlySet<string>
  readonly sourced: readonly ReadonlySet<string>[]
  readonly opposites: ReadonlyMap<string, readonly string[]>
}

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '))

function oppositesOf(pairs: string): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>()
  for (const [one = '', other = ''] of pairs.split(' ').map((pair) => pair.split('/'))) {
    map.set(one, [...(map.get(one) ?? []), other])
    map.set(other, [...(map.get(other) ?? []), one])
  }
  return map
}

const NONE: FreeWordSets = { added: new Set(), lost: new Set(), sourced: [], opposites: new Map() }
const sets: ReadonlyMap<string, FreeWordSets> = new Map(
  Object.entries(FREE).map(([code, { added, lost, sourced, opposites }]) => [
    code,
    {
      added: setOf(added),
      lost: setOf(lost),
      sourced: sourced.map(setOf),
      opposites: oppositesOf(opposites),
    },
  ]),
)

export function freeWordsOf(code: string): FreeWordSets {
  return sets.get(code) ?? NONE
}
