import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { CONSENT_CHANNELS, CONSENT_OVERLAYS, CONSENT_STATUSES } from '../../src/domain/consent.ts'
import { CONSENT_EVENTS } from '../../src/domain/consent-moves.ts'
import { DROP_RULES, LENGTHS, REWRITES, TONES } from '../../src/domain/draft.ts'
import { FAULT_CODES } from '../../src/domain/fault.ts'
import { NEXT_STEPS } from '../../src/domain/refusal.ts'
import { ACTIONS } from '../../src/domain/scope.ts'
import { STAFF_LANGUAGES } from '../../src/domain/staff-language.ts'
import { PERSONAL_DATA_TYPES } from '../../src/minimise/index.ts'
import { createWords, loadSidebarWords } from '../../src/words.ts'

type Tree = { readonly [key: string]: string | Tree }

async function sentences(language: string): Promise<Tree> {
  const file = new URL(`../../translations/${language}.json`, import.meta.url)
  return JSON.parse(await readFile(file, 'utf8')).sidebar
}

function leaves(tree: Tree, at = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(at + key, value)
    else for (const [path, text] of leaves(value, `${at}${key}.`)) found.set(path, text)
  }
  return found
}

/** Closed lists of the domain, and where their words stand. A new member without words fails here. */
const CLOSED_LISTS: Record<string, readonly string[]> = {
  refusal: Object.keys(NEXT_STEPS),
  step: Object.values(NEXT_STEPS),
  'trouble.fault': FAULT_CODES,
  'status.consent': CONSENT_STATUSES,
  'status.overlay': CONSENT_OVERLAYS,
  'refusal.CONSENT_NOT_GRANTED': CONSENT_STATUSES,
  'refusal.CONSENT_OVERLAY': CONSENT_OVERLAYS,
  channel: CONSENT_CHANNELS,
  event: CONSENT_EVENTS,
  'preview.type': PERSONAL_DATA_TYPES,
  drop: DROP_RULES,
  'options.tones': TONES,
  'options.lengths': LENGTHS,
  'rewrite.how': REWRITES,
  'rewrite.running': REWRITES,
  'scope.action': ACTIONS,
}

describe('src/words', () => {
  for (const language of STAFF_LANGUAGES) {
    for (const [group, members] of Object.entries(CLOSED_LISTS)) {
      it(`has a sentence (${language}) for every ${group}`, async () => {
        const paths = [...leaves(await sentences(language))]
        const without = members.filter(
          (member) =>
            !paths.some(
              ([path, text]) =>
                (path === `${group}.${member}` || path.startsWith(`${group}.${member}.`)) &&
                text.trim() !== '',
            ),
        )
        expect(without).to.deep.equal([])
      })
    }
  }

  it('counts in the language of the agent', async () => {
    const [english, german] = [await loadSidebarWords('en-GB'), await loadSidebarWords('de-DE')]
    expect(english.count('draft.ready', 1)).to.equal('Draft ready: 1 sentence.')
    expect(german.count('draft.ready', 1234)).to.equal('Entwurf fertig: 1.234 Sätze.')
    const [french, spanish] = [await loadSidebarWords('fr-FR'), await loadSidebarWords('es-ES')]
    // A narrow no-break space: a number is never torn at the end of a line.
    expect(french.count('draft.ready', 1234)).to.contain('1\u202f234')
    expect(french.percent(0.5)).to.match(/^50[\u00a0\u202f]%$/)
    expect([english, german, french, spanish].map((words) => words.bytes(244))).to.deep.equal([
      '244 B',
      '244 B',
      '244 o',
      '244 B',
    ])
    expect(french.bytes(1234)).to.equal('1,2 ko')
    expect(english.bytes(1234)).to.equal('1.2 kB')
    expect(spanish.count('draft.ready', 12345)).to.contain('12.345')
    expect([french, spanish].map(({ direction }) => direction)).to.deep.equal(['ltr', 'ltr'])
  })

  const DATES: Record<string, string> = {
    'en-US': 'Feb 1, 2027',
    'en-GB': '1 Feb 2027',
    'de-AT': '01.02.2027',
    'fr-FR': '1 févr. 2027',
    'fr-CA': '1 févr. 2027',
    'es-ES': '1 feb 2027',
    'es-MX': '1 feb 2027',
  }
  for (const [locale, expected] of Object.entries(DATES)) {
    it(`writes a date as ${locale} does`, async () => {
      expect((await loadSidebarWords(locale)).date('2027-02-01T12:00:00Z')).to.equal(expected)
    })
  }

  for (const locale of ['sv', 'not a locale', '', 'x'.repeat(100)]) {
    it(`reads English throughout for the locale "${locale.slice(0, 12)}"`, async () => {
      const words = await loadSidebarWords(locale)
      expect(words.say('draft.make')).to.equal('Draft reply')
      expect(words.date('2027-02-01T12:00:00Z')).to.equal('Feb 1, 2027')
    })
  }

  it('shows the place of a value that is missing, never "undefined"', () => {
    const words = createWords({ a: 'x {y}' }, 'en', 'en')
    expect(words.say('a')).to.equal('x {y}')
    expect(words.say('a', { y: 1000 })).to.equal('x 1,000')
  })
})
