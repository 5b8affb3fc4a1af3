import { expect } from 'chai'
import {
  changeWords,
  EDITOR_GROUPS,
  isSameWritten,
  NOTICE_MAX_CHARS,
  noticeChanges,
  partProblem,
} from '../../../src/console/notice-form.ts'
import { WRITTEN_PARTS } from '../../../src/domain/notice.ts'
import { FACT_NAMES } from '../../../src/domain/notice-change.ts'
import en from '../../../translations/en.json' with { type: 'json' }
import { draftedNotices } from '../../support/fake-notices.ts'

const BEFORE = {
  title: 'May we?',
  lead: 'Please.',
  sections: [
    { heading: 'Who', text: 'Acme.\nJo.' },
    { heading: 'Why', text: 'To draft.' },
  ],
}

describe('the form of a notice', () => {
  it('has every part once, in the order in which it is read', () => {
    const parts = EDITOR_GROUPS.flatMap((group) => group.parts)
    expect(parts.toSorted()).to.deep.equal([...WRITTEN_PARTS].toSorted())
    expect(parts.slice(0, 4)).to.deep.equal(['title', 'lead', 'controller', 'dpo'])
  })

  it('finds what is missing and what is too long', () => {
    const found = ['', ' \n', 'x', 'x'.repeat(NOTICE_MAX_CHARS), 'x'.repeat(NOTICE_MAX_CHARS + 1)].map(
      partProblem,
    )
    expect(found).to.deep.equal(['missing', 'missing', null, null, 'long'])
  })

  it('knows whether anything was typed', () => {
    const words = draftedNotices().draft?.written.en
    if (words === undefined) throw new Error('no words')
    expect(isSameWritten(words, { ...words })).to.equal(true)
    for (const part of WRITTEN_PARTS)
      expect(isSameWritten(words, { ...words, [part]: 'other' }), part).to.equal(false)
  })
})

describe('the change of a notice', () => {
  it('is none for the same text', () => {
    expect(noticeChanges(BEFORE, BEFORE)).to.deep.equal([])
  })

  it('lists by section the paragraphs that go and those that come, and only those', () => {
    const after = {
      title: 'May we now?',
      lead: 'Please.',
      sections: [
        { heading: 'Who', text: 'Acme.\nSam.\nDay and night.' },
        { heading: 'What for', text: 'To draft.' },
      ],
    }
    expect(noticeChanges(BEFORE, after)).to.deep.equal([
      { heading: '', gone: ['May we?'], come: ['May we now?'] },
      { heading: 'Who', gone: ['Jo.'], come: ['Sam.', 'Day and night.'] },
      { heading: 'What for', gone: ['Why'], come: ['What for'] },
    ])
  })

  it('is all of it where the language is new', () => {
    expect(
      noticeChanges(undefined, BEFORE).map(({ gone, come }) => [gone.length, come.length]),
    ).to.deep.equal([
      [0, 2],
      [0, 2],
      [0, 1],
    ])
  })

  it('is said in words: a fact, a place, a language', () => {
    const say = (change: string) => changeWords(change, en.console, 'en')
    expect(['host', 'de.dpo', '+fr', '-pl', 'pt'].map(say)).to.deep.equal([
      'Host',
      'German: Data protection officer',
      'French: switched on',
      'Polish: switched off',
      'Portuguese',
    ])
    for (const name of FACT_NAMES) expect(say(name)).to.not.equal(name)
  })
})
