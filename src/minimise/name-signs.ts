/** What stands around a name, and what a name looks like. */
import { endingLength, endingsOf } from './endings.ts'

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '))

export const TITLES = setOf(
  'mr mrs ms miss mx dr prof herr herrn frau sir madame monsieur mme mlle señor señora sr sra don doña signor signora sig dott meneer mijnheer mevrouw dhr mevr aunt uncle tante onkel',
)
export const ARTICLES = setOf('the a an this that your our my its no any each every of')
export const SUFFIXES = setOf('jr sr ii iii iv md dds dvm phd esq msc mba')
export const PARTICLES = setOf(
  'von van de der den zu di da del della dela du la le ter ten te bin ibn al el af av dos das do dal des vom zum zur y e',
)
export const OWN = setOf(
  'my our his her their mein meine meinem meinen meiner unser unsere sein seine ihr ihre mon ma mes notre son sa mi mis nuestro su mio mia nostro suo mijn onze zijn haar',
)
export const KIN = setOf(
  'wife husband partner spouse fiance fiancee girlfriend boyfriend son daughter kid child baby brother sister mother father mom mum dad grandmother grandfather grandma grandpa aunt uncle cousin nephew niece friend neighbour neighbor boss colleague coworker landlord manager frau mann ehefrau ehemann sohn tochter kind bruder schwester mutter vater oma opa freund freundin nachbar nachbarin kollege kollegin chef chefin partnerin femme mari fils fille frère soeur sœur mère père ami amie voisin voisine mujer marido esposa esposo hijo hija hermano hermana madre padre amigo amiga moglie marito figlio figlia fratello sorella amico amica vrouw man zoon dochter broer zus moeder vader vriend vriendin',
)
/** People next door or at work; with a name of a list behind them, no owner need be said: "beim Nachbarn Krüger". */
export const NEIGHBOURS = setOf(
  'neighbour neighbor nachbar nachbarn nachbarin kollege kollegen kollegin hausmeister hausmeisterin familie fam family ehepaar eheleute voisin voisine vecino vecina vicino vicina buurman buurvrouw',
)
/** What a person does, and companies in complaints do as well. */
export const VERBS = setOf(
  'said says told asked asks wrote writes explained explains replied answered called calls lives lived works worked was is has had will went goes came comes took takes thinks thought believes wants wanted needs needed likes loves loved hates knows knew met meets gave gives made makes got gets bought ordered received paid flew moved grew born died married spent became released recorded sings sang plays played listed left joined started founded speaks spoke talks talked performed claims claimed described describes can could would should does did began shouted laughed smiled',
)
/** What only a person does. */
export const HUMAN_VERBS = setOf(
  'lives lived died married grew sings sang speaks spoke shouted laughed smiled cried wrote writes flew began thinks thought believes knew loves loved hates spent told explained',
)
export const BEFORE_NAMES = setOf(
  'by with from to for and or named called unlike given gave sent dear hi hello hey ask met meet know tell contact via says said is',
)
const ENGLISH = setOf(
  "the a an is are was were i my you your we they it have has had do does did can could will would this that with for and of to in on at not please what when where how why who he she his her by be as it’s it's i'm i’m i'd i’d what's what’s don't don’t at from but if there about into than then just so some any all more under",
)
const GERMAN = setOf(
  'der die das ein eine einen ich wir ihr sie es ist sind war habe haben hat kann können und oder nicht mit für von zu im auf bei wie was wann wo warum wer bitte mein meine dem den des zum zur über',
)

/** Small words that tell the language. What both have tells nothing. */
export const LANGUAGE_OF: ReadonlyMap<string, 'en' | 'de'> = new Map([
  ...[...ENGLISH].filter((word) => !GERMAN.has(word)).map((word) => [word, 'en'] as const),
  ...[...GERMAN].filter((word) => !ENGLISH.has(word)).map((word) => [word, 'de'] as const),
])

/** Endings of family names; asked only where a capital means a name. */
const FAMILY_ENDINGS = endingsOf(
  'ová ova eva sson ðson arson ason sen dóttir dottir ović ević vić ski ska cki cka czyk wicz czak ov ev yev iyev enko chuk shvili adze yan nen opoulos poulou idis akis elli ellis etti ucci acci aldi ardi ez ães eiro eira inho meyer meier maier hofer hauer ström qvist quist gren gaard ić ič ský cký aitis auskas ienė escu oğlu oglu kawa moto mura shima yama zaki saki uchi guchi',
)
const NOT_FAMILY =
  /^(?:listen|chosen|frozen|loosen|lessen|citizen|kitchen|chicken|essen|hessen|wissen|wesen|messen|lassen|lesen|reisen|interessen|preisen|kissen|adressen|klassen|kosten|hausen|moreover|believe|eve|native|person|season|reason|mason|jason|treason|lesson|prison|poison|human|roman|zucchini|panini|lamborghini|houdini|pony|java|nova|villanova|terranova|casanova|diva|kiev|azov|thailand|poland|finland|island|opodo|pirelli|graffiti|spaghetti|confetti|manchester|suez|sanchez|fez|alaska|nebraska|minsk|sen|chosen|dozen|rosen|hosen|dosen|losen|riesen|waisen|wiesen|kassen|massen|rassen|tassen|gassen|strassen|straßen|wochen|personen|.*(?:ungen|ionen|keiten|heiten|schaften|innen))$/
/** Endings of institutions and of ordinary English and German nouns. */
const NO_PERSON_ENDINGS = endingsOf(
  'tion ment ity ness ance ence ship ing ings ional ical ology graphy ware shop store haus treff zentrum laden center centre platz park schule verein verband stelle stätte dienst hilfe kurs amt bund gruppe werk hof stadt dorf burg heim hausen ingen projekt programm transfer spiele act ungen ung keit heit schaft',
)
export const NAME_SAID =
  /(?:(?:my|her|his|last|first|full|maiden|family|account|new|correct)? ?(?<!\p{L})(?:sur)?name(?:’s|'s)?(?: (?:is|was|are|appears as|on the account|in full))?\s?[?:]?\s{1,3}(?:user:\s{1,3})?|(?:ich hei(?:ß|ss)e|mein name ist|ich bin (?:der|die)|je m['’]appelle|mon nom est|me llamo|mi nombre es|mi chiamo|il mio nome è|mijn naam is|ik heet|calls? me|named (?:him|her|it)|genannt|namens)\s{1,3}|(?:name|nombre|nom|naam|nome|user|customer|kunde|kundin|contact|ansprechpartner(?:in)?|attn\.?|attention|z\. ?hd\.?|c\/o|directed by|billing address|shipping address|rechnungsadresse|lieferadresse|empfänger(?:in)?|absender(?:in)?|recipient)\s?:\s{1,8})$/iu
/** The last words of those expressions: the pattern is asked only after one of them. */
export const LAST_OF_NAME_SAID = setOf(
  "name surname name’s name's is was are as account full user heiße heisse ist der die m'appelle m’appelle est llamo es chiamo è heet me him her it genannt namens nombre nom naam nome customer kunde kundin contact ansprechpartner ansprechpartnerin attn attention hd o by address rechnungsadresse lieferadresse empfänger empfängerin absender absenderin recipient",
)

/** `bare`: in small letters, without a possessive. */
export const endsLikeFamily = (bare: string) =>
  bare.length >= 5 && endingLength(bare, FAMILY_ENDINGS) > 0 && !NOT_FAMILY.test(bare)
export const endsLikeNoPerson = (lower: string) => endingLength(lower, NO_PERSON_ENDINGS) > 0
