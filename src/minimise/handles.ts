import { OPENS_LOGIN, ORDINARY, signsOf } from './lexicon.ts'
import { matchesOf, type Span } from './spans.ts'
import type { Word } from './words.ts'

const HANDLE = /^[A-Za-z0-9_](?:[\w.]{0,28}\w)?/
/** Not a person's: who is called with an at sign in a ticket, and what code has there. */
const NOBODY = new Set(
  'support team all here channel everyone help service admin info media import param return returns override charset font-face supports example'.split(
    ' ',
  ),
)
const LOGIN =
  /(?<![\p{L}\p{N}])(?:login(?:[ -]?name)?|log-in|username|user ?name|user ?id|benutzer(?:name|kennung)?|nutzer(?:name|kennung)|anmeldename|identifiant|nombre de usuario|usuario|nome utente|utente|gebruikersnaam)(?:([ ]{0,2}[:=][ ]{0,3})|[ ](?:is|ist|lautet|est|es|è)[: ]{1,2}|[ ])["'„“]?([^\s"'“”„<>,;:⟦⟧]{3,60})/dgiu
const PASSWORD_AFTER = /^[ ]?[,;/|\n\r]?.{0,20}(?:p\/?w|pass|pwd|kennw|mot de passe|contrase|wachtw|pin)/is

/** "@jonas.b87" and "Login: jonasb87": names that a person has somewhere else. */
export function handles(text: string, words: readonly Word[]): readonly Span[] {
  return [...calledOut(text), ...logins(text, words)]
}

function calledOut(text: string): readonly Span[] {
  const spans: Span[] = []
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    if (/[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~@:-]/u.test(text.charAt(at - 1))) continue
    const name = HANDLE.exec(text.slice(at + 1, at + 32))?.[0]
    if (name === undefined || name.length < 3 || !/[A-Za-z]/.test(name)) continue
    const end = at + 1 + name.length
    // "@angular/core", "@media (…)", an address with something before its sign.
    if (/^(?:[/@-]|[ ]?\()/.test(text.slice(end, end + 2))) continue
    const lower = name.toLowerCase()
    if (NOBODY.has(lower) || (signsOf(lower, false) & ORDINARY) !== 0) continue
    spans.push({ start: at, end, type: 'NAME' })
  }
  return spans
}

function logins(text: string, words: readonly Word[]): readonly Span[] {
  if (!words.some(({ signs }) => (signs & OPENS_LOGIN) !== 0)) return []
  const spans: Span[] = []
  for (const match of matchesOf(text, LOGIN)) {
    const at = match.indices?.[2]
    if (at === undefined) continue
    const value = text.slice(at[0], at[1]).replace(/[.!?)]+$/, '')
    const end = at[0] + value.length
    if (value.includes('@') || value.includes('/')) continue
    const drawn = /\p{L}/u.test(value) && /[\d_]|\p{L}\.\p{L}/u.test(value)
    // A plain word is the name only where a password follows it: "Login: failed" says something else.
    const word = match[1] !== undefined && PASSWORD_AFTER.test(text.slice(end, end + 32))
    if (drawn || word) spans.push({ start: at[0], end, type: 'NAME' })
  }
  return spans
}
