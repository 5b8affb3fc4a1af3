/** What a key press means as a shortcut, and where a key is only a letter that somebody writes. */

export interface KeyPress {
  readonly key: string
  /** Of the place on the keyboard, whatever is written on it. */
  readonly code: string
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly isComposing: boolean
  readonly repeat: boolean
  /** Somebody has used it already, e.g. a tree that is walked through. */
  readonly defaultPrevented: boolean
}

/** Question marks of other scripts lie where `?` is expected. */
const QUESTION_MARKS = ['?', '؟', '？']

/** `Alt+I`, `?`, `/`, `g` …; `null`: no shortcut at all. */
export function shortcutOf(press: KeyPress): string | null {
  const { key, code, altKey } = press
  if (press.ctrlKey || press.metaKey || press.isComposing || press.repeat || press.defaultPrevented)
    return null
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  if (altKey) return letter === undefined ? null : `Alt+${letter}`
  if (QUESTION_MARKS.includes(key)) return '?'
  if (/^[!-~]$/.test(key)) return key.toLowerCase()
  // A keyboard of another script: the letter that lies there on a Latin one.
  return [...key].length === 1 && letter !== undefined ? letter.toLowerCase() : null
}

/** Without Alt, one character: speech input and a slip of the hand type these. They can be turned off. */
export const isPlain = (shortcut: string) => shortcut.length === 1

const WITHOUT_TEXT = ['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']

export interface PressedAt {
  readonly tagName: string
  readonly type?: unknown
  readonly isContentEditable?: unknown
}

/** A field takes the key itself: a list jumps to the letter, a text grows by it. */
export function takesText({ tagName, type, isContentEditable }: PressedAt): boolean {
  if (isContentEditable === true || tagName === 'TEXTAREA' || tagName === 'SELECT') return true
  return tagName === 'INPUT' && !WITHOUT_TEXT.includes(String(type))
}
