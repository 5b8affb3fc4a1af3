/** From when on something can be tried again, as people say it: "in 5 seconds", "in 2 minutes". */
const MOST_SECONDS = 90

export function waitWords(seconds: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(language)
  const whole = Math.max(1, Math.ceil(seconds))
  const said =
    whole > MOST_SECONDS ? format.format(Math.ceil(whole / 60), 'minute') : format.format(whole, 'second')
  // What Arabic says for "in" is "within" too: it would be heard as a last moment, and not as a first one.
  return language.startsWith('ar') ? said.replace('خلال', 'بعد') : said
}
