/** First words of what frames a name in a letter, or a name of somebody's account. */

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '))

export const TITLE_WORDS = setOf(
  'herr herrn frau mr mrs ms mx miss dr prof m mme mlle madame monsieur señor señora sr sra signor signora sig dott mevrouw meneer dhr mevr',
)
export const INTRODUCTION_WORDS = setOf('my mein ich this je me mi mijn ik')
export const GREETING_WORDS = setOf(
  'hi hello hey dear hallo liebe lieber liebes guten servus moin good bonjour cher chère chere hola estimado estimada querido querida buenos ciao gentile caro cara buongiorno beste geachte dag',
)
export const CLOSING_FIRST_WORDS = setOf(
  'best kind kindest warm warmest many regards sincerely yours thanks thank cheers mit viele liebe beste freundliche herzliche schöne grüße grüsse gruß gruss mfg lg vg danke vielen cordialement bien salutations merci saludos un atentamente gracias cordiali distinti saluti grazie met groet groeten groetjes bedankt',
)

export const LOGIN_WORDS = setOf(
  'login log-in loginname login-name username user userid user-id benutzer benutzername benutzerkennung nutzername nutzerkennung anmeldename identifiant usuario utente gebruikersnaam',
)

export const FIRST_WORDS: ReadonlySet<string> = new Set([
  ...TITLE_WORDS,
  ...INTRODUCTION_WORDS,
  ...GREETING_WORDS,
  ...CLOSING_FIRST_WORDS,
])
