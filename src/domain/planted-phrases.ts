/**
 * The words of commands to a machine, per language, as `foldLetters` writes them (lower case, no accents, ss for ß).
 * An ordinary ticket asks a person for something; these ask for the shape of an answer, or against its rules.
 */

/** "Ignore all previous instructions": a verb, at least one word that says which, and what instructs a machine. */
export interface OverrideWords {
  readonly verbs: string
  readonly fill: string
  readonly which: string
  readonly what: string
}

export const OVERRIDES: readonly OverrideWords[] = [
  {
    verbs: "ignore|disregard|forget|override|bypass|overrule|discard|neglect|(?:do not|don't|stop) follow(?:ing)?|pay no attention to",
    fill: 'the|of|any|and|or|those|these|this|that|to|initial|original|existing|other|given|former',
    which: 'all|every|your|previous|previously|prior|above|above-mentioned|earlier|preceding|foregoing|system|safety|developer',
    what: 'instructions?|prompts?|rules|guidelines|directives?|commands?|programming|constraints|restrictions|guardrails|system messages?|training',
  },
  {
    verbs: 'ignoriere?|ignorieren sie|vergiss|vergessen sie|missachten? ?(?:sie)?|umgehe|umgehen sie|verwirf|verwerfen sie|uberschreibe|befolge nicht',
    fill: 'bitte|die|den|der|das|diesen?|dieser|von|und|ab jetzt',
    which: 'allen?|aller|samtliche|deine[nr]?|ihre[nr]?|vorherigen?|vorigen?|bisherigen?|obigen?|obenstehenden?|fruheren?|vorangegangenen?|vorhergehenden?|vorangehenden?|zuvor gegebenen|dir gegebenen',
    what: 'anweisung(?:en)?|instruktion(?:en)?|regeln?|vorgaben?|richtlinien?|befehle?|prompts?|system-?prompts?|systemanweisung(?:en)?|einschrankungen',
  },
  {
    verbs: 'ignore[zr]?|oublie[zr]?|neglige[zr]?|contourne[zr]?|ne (?:tiens|tenez|tenir) pas compte|ne (?:suis|suivez) pas',
    fill: 'de|des|les?|la|l|et',
    which: 'toutes|tous|tes|vos|precedentes?|precedents?|anterieures?|anterieurs?|ci-dessus|au-dessus',
    what: 'instructions?|consignes?|regles?|directives?|ordres?|prompts?',
  },
  {
    verbs: 'ignora|ignore|ignorad|olvida|olvide|omite|omita|descarta|descarte|no sigas|no siga|(?:haz|haga) caso omiso',
    fill: 'las?|los?|el|de|a|y',
    which: 'todas|todos|tus|sus|vuestras|anteriores?|previas?|previos?|precedentes?',
    what: 'instruccion(?:es)?|reglas?|directrices|normas|prompts?',
  },
  {
    verbs: 'ignora|ignori|ignorate|dimentica|dimentichi|trascura|tralascia|non seguire|non segua',
    fill: 'le|la|i|gli|il|l|di|e',
    which: 'tutt[eio]|tue|tuoi|sue|vostre|precedent[ei]|anterior[ei]',
    what: 'istruzion[ei]|regol[ae]|direttiv[ae]|comand[io]|prompt',
  },
  {
    verbs: 'negeer|vergeet|omzeil|volg niet|sla',
    fill: 'de|het|van|en|deze|die',
    which: 'alle|al|je|jouw|uw|vorige|voorgaande|eerdere|bovenstaande|voorafgaande',
    what: 'instructies?|regels?|richtlijn(?:en)?|aanwijzingen|prompts?|commando\'s',
  },
  {
    verbs: 'ignore|ignora|esqueca|esquece|desconsidere|desconsidera|descarte|nao siga',
    fill: 'as?|os?|de|e',
    which: 'todas|todos|tuas|suas|teus|seus|anterior(?:es)?|previas?|precedentes?',
    what: 'instruc(?:ao|oes)|regras?|diretrizes|comandos?|prompts?',
  },
] // biome-ignore format: a table

/** Stands at the start of a command: nothing, a mark, or a word that asks or joins. */
export const BEFORE_COMMAND =
  '(?:^|[.!?:;,"()\\]\\n-]\\s{0,20}|\\b(?:please|and|then|now|also|always|instead|to|must|should|can you|could you|' +
  'bitte|und|dann|nun|jetzt|sollst|musst|et|puis|ensuite|veuillez|y|luego|ahora|por favor|e|poi|ora|per favore|' +
  'en|dan|nu|alstublieft|entao|agora)\\s)'

export const YOUR_ANSWER =
  "\\b(?:your (?:next |final |own |entire |whole )?(?:answer|response|reply|message|output|draft)(?:'s)?|" +
  '(?:deiner?|ihrer?|eurer?) (?:nachsten |ganzen )?(?:antwort|ausgabe|nachricht)|(?:in|zu)r? (?:der|die) antwort|' +
  '(?:ta|votre) (?:prochaine )?(?:reponse|sortie)|(?:ton|votre) message|' +
  '(?:tu|su|vuestra) (?:proxima )?(?:respuesta|contestacion|mensaje)|' +
  '(?:tua|sua|vostra) (?:prossima )?risposta|(?:tuo|suo) messaggio|' +
  '(?:je|jouw|uw) (?:volgende )?(?:antwoord|reactie|bericht)|(?:tua|sua) (?:proxima )?(?:resposta|mensagem))\\b'

/** Verbs that nobody says to a person about that person's reply. */
export const WORK_ON_ANSWER =
  'modify|enhance|augment|integrate|embed|inject|weave|infuse|incorporate|render|encode|encrypt|obfuscate|scramble|' +
  'jumble(?: up)?|invert|reverse|anagram|misspell|rearrange|prepend|' +
  'modifiziere|verandere|verschlussele|kodiere|codiere|integriere|baue|flechte|webe|verfremde|' +
  '(?:modifizieren|verschlusseln|kodieren|codieren|integrieren|bauen) sie|' +
  'modifie[zr]?|encode[zr]?|chiffre[zr]?|integre[zr]?|enrichi(?:s|ssez)|' +
  'modifica|modifique|codifica|codifique|cifr[ae]|integr[aei]|incorpor[aei]|enriquece|modifichi|codifichi|arricchisci|' +
  'wijzig|versleutel|codeer|integreer|husselt?|enriqueca'

export const ADD =
  'add|include|insert|put|append|place|write|mention|state|' +
  'fuge?|fugen sie|erganze|erganzen sie|schreibe?|schreiben sie|erwahne|erwahnen sie|setze|setzen sie|nimm|nehmen sie|' +
  'ajoute[zr]?|inclu[st]|incluez|inclure|insere[zr]?|mets|mettez|mentionne[zr]?|ecri[st]|ecrivez|termine[zr]?|' +
  'anad[ea]|agreg(?:a|ue)|incluy[ea]|insert[ae]|pon|ponga|mencion[ae]|escrib[ea]|' +
  'aggiung[ia]|includ[ia]|inserisc[ia]|metti|metta|menzion[ai]|scriv[ia]|' +
  'voeg|neem|plaats|zet|vermeld|schrijf|' +
  'adicion[ea]|acrescent[ea]|inclu[ai]|insira|coloque|mencione|escrev[ae]'

/** What a planted command wants said; an order number or a date is what a customer wants said. */
export const PLANTED_WORDS =
  '\\b(?:an?|one|another|this|the following) (?:[a-z-]+ ){0,2}(?:sentence|statement|line|paragraph|phrase|tip|teaser|headline|' +
  'claim|rumou?r|joke|poem|statistic|appeal|reminder|advert(?:isement)?|promotion|announcement|hint|words?)\\b|' +
  '\\bthe announcement\\b|\\b(?:the following|this) (?:link|url|text|message|code)\\b|\\b(?:for )?(?:users|readers) to\\b|' +
  '(?:https?:\\/\\/|\\bwww\\.)\\S|"[^"]{16,200}"|' +
  '\\b(?:folgende[nrsm]?|diese[nrsm]?) (?:link|text|satz|satze|worte|zeile|url|nachricht)\\b|' +
  '\\beinen (?:[a-z]+ )?(?:satz|witz|slogan|werbetext)\\b|\\beine (?:[a-z]+ )?(?:behauptung|aussage|zeile|werbung|schlagzeile)\\b|' +
  '\\b(?:le|la|les) (?:lien|texte|phrase|ligne|mots?|url|message) suivante?s?\\b|\\b(?:ce lien|cette phrase|ce texte)\\b|' +
  '\\bune (?:[a-z]+ )?(?:phrase|affirmation|blague|publicite)\\b|' +
  '\\b(?:el|la) siguiente (?:enlace|texto|frase|oracion|linea|url|mensaje)\\b|\\b(?:este enlace|esta frase|una (?:frase|oracion|afirmacion|broma))\\b|' +
  '\\b(?:il|la|lo) seguente (?:link|testo|frase|riga|url|messaggio|collegamento)\\b|\\b(?:questo link|questa frase|una (?:frase|battuta|affermazione))\\b|' +
  '\\b(?:de|het) volgende (?:link|tekst|zin|regel|url|bericht|woorden)\\b|\\b(?:deze (?:link|zin)|een (?:zin|grap|bewering))\\b|' +
  '\\b(?:o|a) seguinte (?:link|texto|frase|linha|url|mensagem)\\b|\\b(?:este link|esta frase|uma (?:frase|piada|afirmacao))\\b'

/** How an answer should look that no person would want. */
export const ODD_SHAPE =
  '\\b(?:letters?|vowels?|consonants?|typos?|misspell[a-z]*|spelling mistakes|(?:the |any )?spaces|punctuation|emojis?|' +
  'anagram[a-z]*|[a-z]* ?cipher|symbols|base ?(?:16|32|58|64|85)|rot ?13|hexadecimal|morse|backwards?|in reverse|' +
  'reverse (?:order|sequence)|alphanumeric|homophonic|leet ?speak|all caps|pig latin|' +
  'buchstaben|vokale|tippfehlern?|rechtschreibfehlern?|leerzeichen|satzzeichen|anagramm[a-z]*|geheimschrift|ruckwarts|' +
  'umgekehrter reihenfolge|grossbuchstaben|reimen|' +
  "lettres|voyelles|fautes d'orthographe|espaces|ponctuation|anagrammes?|a l'envers|majuscules|" +
  'letras|vocales|errores ortograficos|espacios|anagramas?|al reves|mayusculas|' +
  'lettere|vocali|errori di battitura|spazi|anagrammi|al contrario|maiuscolo|' +
  "klinkers|typefouten|spelfouten|spaties|emoji's|anagrammen|achterstevoren|hoofdletters|" +
  'vogais|espacos|ao contrario|maiusculas)\\b'

export const SHAPE =
  'use|replace|convert|substitute|write|provide|give|introduce|remove|group|combine|shift|apply|express|display|delete|swap|output|' +
  'ersetze|verwende|benutze|schreibe?|entferne|gib|formuliere|verfasse|(?:ersetzen|verwenden|benutzen|schreiben|entfernen|geben|formulieren) sie|' +
  'remplace[zr]?|utilise[zr]?|ecri[st]|ecrivez|supprime[zr]?|redige[zr]?|' +
  'reemplaz[ae]|reemplace|sustituy[ea]|us[ae]|utilice|utiliza|escrib[ea]|elimin[ae]|' +
  'sostituisc[ia]|usi|utilizz[ai]|scriv[ia]|rimuov[ia]|vervang|gebruik|schrijf|verwijder|geef|substitu[ai]|utilize|escrev[ae]|remova'

export const ANSWER_IN =
  '(?:reply|respond|answer)(?: only| me| back)?(?: in| using| with| entirely in)?|antworte(?:n sie)?(?: mir| nur)? (?:in|mit)?|' +
  'repond(?:s|ez)(?: uniquement)? (?:en|avec|par)?|respond[aei](?: solo)? (?:en|con|in|com|em)?|rispond[ia](?: solo)? (?:in|con)?|antwoord(?: alleen)? (?:in|met)?'

/** Channels, languages and a plain yes or no are what customers ask for with the same words. */
const ORDINARY_ANSWER =
  "(?!\\s?(?:an? |the |l'|la |le |el |il |o |my |de )?(?:by|via|per|e-?mail|mail|phone|telefon|telephon|courriel|correo|posta?\\b|letter|brief|" +
  'writing|schrift|written|english|german|french|spanish|italian|dutch|portuguese|deutsch|englisch|francais|anglais|espanol|ingles|' +
  'italiano|inglese|nederlands|engels|portugues|"?(?:yes|ja|oui|si|sim)"?\\b))'

export const ANSWER_ONLY =
  `(?:(?:respond|reply|answer) (?:only|exclusively|solely|exactly) (?:with|in|using)|(?:output|say|print) (?:only|exactly|nothing but)|` +
  'only (?:respond|reply|answer) (?:with|in)|(?:respond|reply|answer) with (?:only|exactly|just|nothing but)|' +
  'antworte(?:n sie)? (?:nur|ausschliesslich|exakt|lediglich) (?:mit|noch mit|in)|repond(?:s|ez) (?:uniquement|seulement|exclusivement) (?:par|avec|en)|' +
  'respond[ae] (?:solo|solamente|unicamente|exclusivamente) (?:con|en)|rispond[ia] (?:solo|soltanto|solamente|unicamente|esclusivamente) (?:con|in)|' +
  `(?:antwoord|reageer) (?:alleen|uitsluitend|enkel) (?:met|in)|respond[ae] (?:apenas|somente|unicamente|exclusivamente) (?:com|em))\\b${ORDINARY_ANSWER}`

const MACHINE =
  '(?:ai|a\\.i\\.|llm|large language model|language model|chatgpt|gpt|assistant|chatbot|bot|ki|kunstliche intelligenz|sprachmodell|' +
  'assistent(?:en)?|ia|intelligence artificielle|modele de langage|inteligencia artificial|modelo de lenguaje|intelligenza artificiale|asistente|' +
  'modello linguistico|assistente|taalmodel|kunstmatige intelligentie|modelo de linguagem)'
const PART = `(?:[a-z0-9-]+ ){0,3}(?:${MACHINE}|hacker|pirate?|pirata|piraat|dan|expert|developer mode|entwicklermodus)\\b`

/** Speaks to a machine, or gives it a part to play. */
export const ROLES: readonly string[] = [
  `\\byou are (?:now|no longer|from now on) (?:an? |the |my )?${PART}`,
  `(?<!\\b(?:if|whether|think|that|hope|believe|suppose|guess) )\\byou are (?:an? )?(?:helpful |powerful )?(?:ai|llm|(?:large )?language model|chatgpt|ai assistant|helpful assistant)\\b`,
  `\\bif you are (?:an? )?(?:ai|llm|(?:large )?language model|bot|chatbot)\\b[^.!?]{0,60}\\b(?:ignore|say|write|include|output|add|print|reveal)\\b`,
  `\\bas an? (?:ai (?:language )?model|ai assistant|(?:large )?language model|ai)\\b,`,
  `\\b(?:attention|note|message|instructions?|important|hint|hinweis|nachricht|anweisung(?:en)?|achtung|note|avis|nota|aviso|attenzione|bericht) (?:to|for|an|fur|a|pour|para|per|voor|aan) (?:the |any |all |die |das |den |l'|la |el |il |de |o |a |any )?${MACHINE}s?\\b`,
  '\\bfrom now on,? (?:you (?:are|act|will (?:act|respond|answer|ignore|obey))|act|respond|answer)\\b(?! (?:responsible|liable|my contact))',
  `\\bdu bist (?:jetzt |nun |ab jetzt |ab sofort |von nun an )?(?:eine? |mein |der |die )?${PART}`,
  `\\bab (?:jetzt|sofort) (?:bist du|sind sie) (?:eine? |mein |der |die )?${PART}`,
  `\\ba partir de maintenant,? (?:tu es|vous etes) (?:une? |mon )?${PART}`,
  `\\bsie sind (?:jetzt|nun|ab jetzt|ab sofort|von nun an) (?:eine? )?${PART}`,
  `\\bals (?:ki|sprachmodell|ki-(?:modell|assistent|sprachmodell))\\b`,
  `\\b(?:tu es|vous etes) (?:maintenant|desormais|dorenavant) (?:une? |mon )?${PART}`,
  `\\ben tant (?:qu'|que )(?:ia|intelligence artificielle|assistant ia|modele de langage)\\b`,
  `\\b(?:ahora|a partir de ahora|desde ahora) (?:eres|es usted|usted es) (?:una? |mi )?${PART}`,
  `\\b(?:ora|adesso|d'ora in poi|da ora in poi) sei (?:una? |il |la |il mio )?${PART}`,
  `\\b(?:je|jij|u) bent (?:nu|vanaf nu|voortaan) (?:een |mijn )?${PART}`,
  `\\b(?:agora|a partir de agora),? (?:voce e|tu es|voce sera) (?:uma? |o |meu )?${PART}`,
  `\\b(?:como (?:una? |uma )?(?:modelo de lenguaje|modelo de linguagem|ia),|come modello linguistico|in quanto ia|als taalmodel)`,
  `${BEFORE_COMMAND}(?<!\\bto )(?:act as (?:an? |if you|the |my )|pretend (?:to be|(?:that )?you)|role-?play as|tu so,? als (?:ob du|warst du|seist du)|verhalte dich (?:wie|als)|spiele? die rolle|agi(?:s|ssez) comme|fais comme si|comporte-toi comme|actua como|finge (?:ser|que eres)|comportati come|fingi di|agisci come|gedraag je als|doe alsof je|aja como|finja (?:ser|que))`,
]

/** Marks with which prompts part their pieces, ours among them. */
export const MARKERS: readonly string[] = [
  '<\\|(?:im_?start|im_?end|imstart|imend|system|user|assistant|endoftext|end)\\|>|\\[\\/?inst\\]|<<\\/?sys>>|<\\/?(?:system|instructions?|prompt|assistant)>',
  '(?:^|\\n)\\s{0,20}#{2,4}\\s?(?:system|instructions?|new instructions?|prompt|response)\\b|\\[\\s?system (?:message|prompt|note|instructions?)\\s?\\]',
  '(?:^|\\n)\\s{0,20}"?system ?: ?(?=(?:you|ignore|your|from now|new|the assistant|act|do not|always|never|respond|reply|override|priority|du|ignoriere|tu|vous|ignorez|eres|ignora|je|negeer|ignore|voce)\\b)',
  '\\b(?:begin|end|start) (?:of )?(?:the )?system prompt\\b|\\b(?:new|updated|revised) system (?:instructions?|prompt|message)\\b|\\bsystem (?:override|prompt ?:)',
  '\\[\\[[a-z]\\d{1,3}\\]\\]|\\bend ticket [a-z0-9]{6,}',
]

export const REVEAL =
  'reveal|show|print|repeat|output|display|tell me|give me|disclose|leak|write out|send me|what (?:is|are)|zeige?|nenne|verrate|wiederhole|gib|' +
  '(?:zeigen|nennen|verraten|wiederholen|geben) sie|montre[zr]?|revele[zr]?|affiche[zr]?|repete[zr]?|donne[zr]?|muestra|muestre|revel[ae]|' +
  'repit[ea]|dime|mostra|mostri|rivel[ai]|ripet[ia]|dimmi|toon|laat|onthul|herhaal|geef|mostre|repita|diga'
export const SECRET_PROMPT =
  '(?:(?:your|the) (?:system|initial|original|hidden|secret|full|entire|internal) (?:prompt|message|instructions)|your prompt(?=$|[.!?,;"]| (?:verbatim|above|word|in full|and|as|to me))|' +
  'system-?prompt|systemanweisung(?:en)?|(?:deinen|ihren) prompt|(?:versteckten?|geheimen?|internen?) (?:anweisungen|instruktionen)|' +
  '(?:prompt|instructions|consignes|message) (?:systeme|du systeme|cachees|secretes|initiales)|(?:tes|vos) (?:instructions|consignes) (?:initiales|secretes|cachees|internes)|' +
  '(?:prompt|instrucciones|mensaje) (?:de |del )?(?:sistema|ocultas|secretas|internas|iniciales)|(?:prompt|istruzioni|messaggio) (?:di |del )?(?:sistema|nascoste|segrete|interne|iniziali)|' +
  'systeemprompt|(?:verborgen|geheime|interne) instructies|(?:prompt|instrucoes|mensagem) (?:de |do )?(?:sistema|ocultas|secretas|internas|iniciais))'

export const DO_NOT_TELL =
  "(?:do not|don't|never) (?:mention|tell|inform|reveal|disclose|alert|warn|let)|" +
  '(?:erwahne?|verrate|sage?|erzahle|informiere|erwahnen sie|verraten sie|sagen sie|informieren sie)|' +
  "(?:ne|n') ?(?:mentionne|dis|dites|revele|informe|parle)[zr]?|no (?:menciones?|digas?|reveles?|informes?)|" +
  'non (?:menzionare|dire|rivelare|informare|dica)|(?:vermeld|vertel|zeg|onthul|informeer)|nao (?:mencione|diga|revele|informe|conte)'
export const NOT_TO_KNOW =
  '\\b(?:the (?:user|customer|agent|human|operator|reader)|(?:these|this) instructions?|that you (?:are an? (?:ai|bot)|were (?:told|instructed)|have been (?:told|instructed))|' +
  '(?:dem|den) (?:kunden|nutzer|benutzer|agenten|mitarbeiter)\\b[^.!?]{0,40}\\bnichts?|(?:dem|den) (?:kunden|nutzer|benutzer) nichts?|diese anweisung(?:en)? nicht|nichts? von diesen anweisungen|' +
  "au client|le client|l'utilisateur|a l'agent|ces instructions|(?:al|el) (?:cliente|usuario)|estas instrucciones|(?:al|il) (?:cliente)|all'utente|l'utente|queste istruzioni|" +
  '(?:de|aan de) (?:klant|gebruiker)\\b[^.!?]{0,40}\\b(?:niet|niets)|deze instructies niet|(?:ao|o) (?:cliente|usuario|utilizador)|estas instrucoes)\\b'

/** Work for a writing machine, in no relation to any help center. */
export const MACHINE_TASKS: readonly string[] = [
  `${BEFORE_COMMAND}(?:write|compose|draft|generate|create|provide|develop|tell me) (?:me |us )?(?:an?|the|some) (?:[a-z-]+ ){0,3}(?:poem|haiku|limerick|sonnet|essay|short story|fairy tale|speech|song lyrics|joke)\\b`,
  `${BEFORE_COMMAND}(?:determine|analy[sz]e|classify) the (?:sentiment|mood|tone) of\\b`,
  `${BEFORE_COMMAND}translate the following (?:sentence|text|paragraph|words?)\\b`,
  `${BEFORE_COMMAND}(?:decode (?:the following|this)|(?:execute|follow|obey) (?:these|the following|this) (?:hidden |encoded )?instructions?)\\b`,
  `${BEFORE_COMMAND}(?:schreibe?|verfasse|dichte) (?:mir |uns )?(?:ein|eine|einen) (?:[a-z]+ )?(?:gedicht|aufsatz|kurzgeschichte|marchen|witz|rede)\\b`,
  `${BEFORE_COMMAND}(?:ecri[st]|ecrivez|redige[zr]?|compose[zr]?) (?:moi |-moi )?(?:un|une) (?:[a-z]+ )?(?:poeme|dissertation|nouvelle|blague|discours)\\b`,
  `${BEFORE_COMMAND}(?:escrib[ea]|redact[ae]) (?:un|una) (?:[a-z]+ )?(?:poema|ensayo|cuento|chiste|discurso)\\b`,
  `${BEFORE_COMMAND}scriv[ia] (?:un|una) (?:[a-z]+ )?(?:poesia|saggio|racconto|barzelletta|discorso)\\b`,
  `${BEFORE_COMMAND}schrijf (?:een) (?:[a-z]+ )?(?:gedicht|essay|verhaal|grap|toespraak)\\b`,
  `${BEFORE_COMMAND}escrev[ae] (?:um|uma) (?:[a-z]+ )?(?:poema|redacao|conto|piada|discurso)\\b`,
]
