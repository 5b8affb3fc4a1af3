/**
 * What somebody is or has, in the sense of Art. 9(1) GDPR. `|` parts the words, ` ` the words of one expression,
 * `*` stands for any of the usual endings. Typed by hand; common words only.
 */
export const STATES =
  // religion and belief
  'muslim*|moslem*|christian|christ|christin|catholic|katholi*|protestant*|evangelisch|jewish|jew|jude|jüdin|jüdisch*|hindu|buddhist*|sikh|atheist*|' +
  "jehovah's witness|zeuge jehovas|zeugin jehovas|musulman*|musulmán*|catholique|católic*|cattolic*|juif|juive|judí*|ebre*|moslima|joods|katholiek|chrétien*|cristian*|hindou*|athée|ateo|atea|" +
  // sexual orientation and gender identity
  'gay|lesbian|lesbisch|schwul|bisexual|bisexuell|bisexuel*|homosexual*|homosexuell|homosexuel*|transgender|transsexual|transsexuell|trans|queer|non-binary|nonbinary|lesbienne|lesbiana|lesbica|homo|' +
  // ethnic origin
  'black person|person of color|person of colour|romani|sinti|rom|roma|afrodeutsch*|gypsy|gitan*|' +
  // politics and union
  'union member|trade unionist|shop steward|gewerkschafter*|gewerkschaftsmitglied|betriebsrat|betriebsrätin|syndiqué*|sindicalista|sindacalista|vakbondslid|afiliad* al sindicato|' +
  'communist|kommunist*|socialist|sozialist*|social democrat|sozialdemokrat*|republican|democrat|conservative voter|afd-wähler*|parteimitglied|communiste|socialiste|comunista|socialista|' +
  // health
  'pregnant|schwanger|enceinte|embarazada|incinta|zwanger|disabled|behindert|schwerbehindert|schwerbeschädigt|handicapé*|discapacitad*|disabile|gehandicapt|diabetic|diabetiker*|diabétique|diabétic*|diabetic*|' +
  'epileptic|epileptiker*|épileptique|epiléptic*|hiv-positive|hiv positive|hiv-positiv|séropositi*|seropositiv*|sieropositiv*|autistic|autistisch|autist|autistin|autiste|autista|bipolar|depressive|depressed|depressiv|blind|deaf|gehörlos|taub|' +
  'alcoholic|alkoholiker*|drug addict|drogenabhängig|bedridden|bettlägerig|terminally ill|todkrank|krebskrank|wheelchair user|rollstuhlfahrer*|pflegebedürftig|krankgeschrieben'

export const CONDITIONS =
  'cancer|krebs|brustkrebs|leukemia|leukämie|tumor|tumour|diabetes|diabète|depression|depressionen|dépression|depresión|depressione|depressie|epilepsy|epilepsie|épilepsie|epilepsia|' +
  'hiv|aids|sida|hepatitis|hépatite|epatite|multiple sclerosis|multiple sklerose|sclérose en plaques|esclerosis múltiple|sclerosi multipla|parkinson*|alzheimer*|dementia|demenz|démence|demencia|demenza|dementie|' +
  'asthma|asthme|asma|astma|adhd|adhs|tdah|autism|autismus|autisme|autismo|schizophrenia|schizophrenie|schizophrénie|esquizofrenia|anorexia|magersucht|bulimia|bulimie|burnout|burn-out|' +
  'heart attack|herzinfarkt|infarctus|infarto|hartaanval|stroke|schlaganfall|avc|ictus|beroerte|heart disease|herzkrankheit|copd|arthritis|arthrose|rheuma|fibromyalgia|fibromyalgie|migraine|migräne|endometriosis|endometriose|' +
  'miscarriage|fehlgeburt|abortion|abtreibung|fausse couche|aborto|chemotherapy|chemo|chemotherapie|chimiothérapie|quimioterapia|chemioterapia|dialysis|dialyse|psychotherapy|psychotherapie|ptsd|ptbs|panic attacks|panikattacken|' +
  'cáncer|cancro|kanker|tumore|disability|behinderung|schwerbehinderung|schwerbehindertenausweis|handicap|discapacidad|disabilità|handicap|pregnancy|schwangerschaft|grossesse|embarazo|gravidanza|zwangerschap|' +
  'alcoholism|alkoholsucht|drogensucht|drug addiction|allergy to penicillin|penicillin allergy|penicillinallergie'

export const MEMBERSHIPS =
  'union|trade union|labour union|labor union|gewerkschaft|ver.di|verdi|ig metall|ig bce|gew|syndicat|cgt|cfdt|sindicato|sindacato|cgil|vakbond|fnv|communist party|labour party|republican party|democratic party|' +
  'cdu|csu|spd|afd|fdp|die linke|the greens|grünen|tories|front national|rassemblement national|vox|podemos|mosque|moschee|synagogue|synagoge|parish|kirchengemeinde'

/** Words without which nobody is convicted: Art. 10 GDPR. */
export const CONVICTION_WORDS: ReadonlySet<string> = new Set(
  (
    'verurteilt vorbestraft vorstrafe vorstrafen vorstrafenregister bewährung gefängnis haft convicted criminal parole probation prison jail condamné condamnée casier ' +
    'condenado condenada cárcel antecedentes condannato condannata carcere fedina veroordeeld gevangenis strafblad'
  ).split(' '),
)

const ENDINGS =
  ' a o e i as os es s n en er em in innen ne nes le les lle lles te tes t um ta to ti tin tinnen r rs ern she sche schen ta ka co ca ci che chen'.split(
    ' ',
  )

/** Every form of an expression, with its endings. */
export function formsOf(expression: string): readonly string[] {
  if (!expression.endsWith('*')) return [expression.replaceAll('*', '')]
  return ENDINGS.map((ending) => expression.slice(0, -1) + ending)
}

export const SPECIAL_WORDS: ReadonlySet<string> = new Set([
  ...CONVICTION_WORDS,
  ...[STATES, CONDITIONS, MEMBERSHIPS]
    .flatMap((list) => list.split('|'))
    .flatMap(formsOf)
    .map((form) => form.split(/[ .]/)[0] ?? ''),
])
