import { expect } from 'chai'
import { isPlain, type KeyPress, shortcutOf, takesText } from '../../../src/domain/shortcuts.ts'

const press = (key: string, code: string, rest: Partial<KeyPress> = {}): KeyPress => ({
  ...{ key, code, altKey: false, ctrlKey: false, metaKey: false },
  ...{ isComposing: false, repeat: false, defaultPrevented: false },
  ...rest,
})

describe('a key press as a shortcut', () => {
  const MEANT: Readonly<Record<string, readonly [KeyPress, string | null]>> = {
    'a question mark': [press('?', 'Slash'), '?'],
    'a question mark of an Arabic keyboard': [press('؟', 'Slash'), '?'],
    'a capital letter': [press('G', 'KeyG'), 'g'],
    'a letter of another script, by its place': [press('ل', 'KeyG'), 'g'],
    'a letter of another Latin keyboard, by what is written on it': [press('a', 'KeyQ'), 'a'],
    'Alt and a letter, whatever it would write': [press('ˆ', 'KeyI', { altKey: true }), 'Alt+I'],
    'Alt and no letter': [press('Enter', 'Enter', { altKey: true }), null],
    'AltGr, which is Ctrl and Alt': [press('@', 'KeyQ', { altKey: true, ctrlKey: true }), null],
    'the browser’s own with Ctrl': [press('d', 'KeyD', { ctrlKey: true }), null],
    'the browser’s own with Cmd': [press('d', 'KeyD', { metaKey: true }), null],
    'a key with a name': [press('Escape', 'Escape'), null],
    'a key held down': [press('g', 'KeyG', { repeat: true }), null],
    'a character that is being composed': [press('g', 'KeyG', { isComposing: true }), null],
    'a key that somebody used already': [press('g', 'KeyG', { defaultPrevented: true }), null],
  }
  for (const [name, [pressed, meant]] of Object.entries(MEANT))
    it(`${name} means ${meant ?? 'nothing'}`, () => expect(shortcutOf(pressed)).to.equal(meant))

  it('of one character is the kind that can be turned off', () => {
    expect(['?', '/', 'g'].map(isPlain)).to.deep.equal([true, true, true])
    expect(isPlain('Alt+I')).to.equal(false)
  })

  it('is only a letter where somebody writes', () => {
    const fields = [
      { tagName: 'TEXTAREA' },
      { tagName: 'SELECT' },
      { tagName: 'INPUT', type: 'search' },
      { tagName: 'INPUT', type: 'date' },
      { tagName: 'DIV', isContentEditable: true },
    ]
    expect(fields.map(takesText)).to.deep.equal(fields.map(() => true))
    const others = [
      { tagName: 'BODY' },
      { tagName: 'BUTTON', type: 'submit' },
      { tagName: 'INPUT', type: 'checkbox' },
      { tagName: 'DIV', isContentEditable: false },
    ]
    expect(others.map(takesText)).to.deep.equal(others.map(() => false))
  })
})
