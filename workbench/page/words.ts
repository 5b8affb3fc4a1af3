/** How the page writes dates, statuses and languages. */
const MOMENT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
const LANGUAGE = new Intl.DisplayNames(['en'], { type: 'language', languageDisplay: 'standard' })

export function moment(iso: string): string {
  return MOMENT.format(new Date(iso))
}

export function languageName(locale: string): string {
  const [language = locale] = locale.split('-')
  return LANGUAGE.of(language) ?? locale
}

export function statusWord(status: string): string {
  return status === 'hold' ? 'On-hold' : `${status.slice(0, 1).toUpperCase()}${status.slice(1)}`
}
