import { expect } from 'chai'
import {
  LONGEST_PAGE,
  parseArticleMarkdown,
  parseArticleText,
} from '../../../../server/articles/intake/index.ts'
import { asFault, unread, unreadBecause, unreadSource } from '../../../../server/articles/sources/unread.ts'
import { Fault, type FaultCode } from '../../../../src/domain/fault.ts'
import { UNREAD_CODES } from '../../../../src/domain/sync-api.ts'
import { wholeFaultFrom } from '../../../support/fault-from.ts'

describe('why something could not be read', () => {
  it('is said in English too, with what it names', () => {
    expect(unread('a.html', 'file_too_large', 8)).to.deep.equal({
      article: 'a.html',
      code: 'file_too_large',
      reason: 'larger than 8 bytes',
      value: '8',
    })
    expect(unread('a.html', 'no_title')).to.deep.equal({
      article: 'a.html',
      code: 'no_title',
      reason: 'has no title',
    })
    for (const code of UNREAD_CODES) expect(unread('a', code, 'x').reason).to.match(/^[^{}]{3,}$/)
  })

  const SOURCES: Record<string, [FaultCode, Record<string, number>, string]> = {
    'for signed-in visitors only': ['HELP_CENTER_UNREACHABLE', { status: 401 }, 'closed'],
    forbidden: ['HELP_CENTER_UNREACHABLE', { status: 403 }, 'closed'],
    'not there': ['HELP_CENTER_UNREACHABLE', { status: 404 }, 'absent'],
    elsewhere: ['HELP_CENTER_UNREACHABLE', { status: 302 }, 'redirects'],
    busy: ['HELP_CENTER_UNREACHABLE', { status: 429 }, 'busy'],
    broken: ['HELP_CENTER_UNREACHABLE', { status: 503 }, 'unreachable'],
    silent: ['HELP_CENTER_UNREACHABLE', {}, 'unreachable'],
    'no list': ['HELP_CENTER_MALFORMED', {}, 'unexpected_answer'],
    'too long': ['TOO_LARGE', {}, 'unexpected_answer'],
    'no folder': ['SOURCE_UNREADABLE', {}, 'source_unreadable'],
    'not declared': ['EGRESS_REFUSED', {}, 'undeclared'],
    'anything else': ['STORE_UNAVAILABLE', {}, 'source_failed'],
  }
  for (const [name, [fault, detail, code]] of Object.entries(SOURCES))
    it(`of a source that is ${name} is its own reason`, () => {
      expect(unreadSource('help', new Fault(fault, 'x', undefined, detail))).to.deep.equal({
        article: 'help',
        code,
        reason: `${fault}: x`,
      })
    })

  it('hides what a source threw that is no fault', () => {
    expect(unreadSource('help', asFault(new Error('secret')))).to.deep.equal({
      article: 'help',
      code: 'source_failed',
      reason: 'UNEXPECTED: the source failed',
    })
  })

  const TOO_MUCH: Record<string, [() => unknown, string, string]> = {
    'a text that is too long': [
      () => parseArticleText('x'.repeat(LONGEST_PAGE + 1), 'en'),
      'too_long',
      `${LONGEST_PAGE}`,
    ],
    'a quote in a quote without end': [() => parseArticleMarkdown('>'.repeat(70), 'en'), 'too_deep', '60'],
    'marks without end': [() => parseArticleMarkdown('*'.repeat(5_000), 'en'), 'too_many_marks', '4000'],
    'a word without end': [() => parseArticleMarkdown('x'.repeat(3_000), 'en'), 'word_too_long', '2000'],
  }
  for (const [name, [parse, code, value]] of Object.entries(TOO_MUCH))
    it(`is told by the parser: ${name}`, async () => {
      expect(unreadBecause('a.md', await wholeFaultFrom(parse))).to.deep.include({
        article: 'a.md',
        code,
        value,
      })
    })

  it('is not made of an error that nobody foresaw', () => {
    const broken = new TypeError('x')
    expect(() => unreadBecause('a', broken)).to.throw(broken)
  })
})
