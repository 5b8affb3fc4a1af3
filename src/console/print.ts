/** Hands a text to the browser's own print window. It goes nowhere else. */
import { directionOf } from '../domain/staff-language.ts'

const PRINTED = 'c-printed'

/** In the page itself, hidden from the screen: another window would need an address that says whose letter it is. */
export function printText(letter: {
  readonly language: string
  readonly title: string
  readonly text: string
}): void {
  const sheet = document.createElement('div')
  sheet.className = PRINTED
  sheet.lang = letter.language
  sheet.dir = directionOf(letter.language)
  for (const paragraph of letter.text.split('\n\n')) {
    const part = document.createElement('p')
    part.textContent = paragraph
    sheet.append(part)
  }
  const { title } = document
  document.title = letter.title
  document.body.append(sheet)
  print()
  sheet.remove()
  document.title = title
}
