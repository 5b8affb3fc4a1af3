import { expect } from 'chai'
import { minimise } from '../../../src/minimise/index.ts'

const known = { names: ['Layla Qamarzad'] }

describe('src/minimise/other-scripts', () => {
  const NAMES: Record<string, [text: string, name: string]> = {
    'in Arabic, after the name that the helpdesk knows': ['I am Layla (ليلى قمرزاد), hello', 'ليلى قمرزاد'],
    'in Chinese, with the wide brackets': ['My name is Wei Zhang（张伟）.', '张伟'],
    'in Cyrillic, after a name that was only found': [
      'Mein Name ist Olga Petrova (Ольга Петрова).',
      'Ольга Петрова',
    ],
  }
  for (const [name, [text, written]] of Object.entries(NAMES)) {
    it(`replaces a name that is written again ${name}`, () => {
      const { text: left, table } = minimise(text, known)
      expect(left).to.not.contain(written)
      expect([...table.values()]).to.include(written)
    })
  }

  const STAYS: Record<string, string> = {
    'words in the script of the name': 'I am Layla (the one with the tent).',
    'a bracket after anything else': 'The tent (палатка) leaks.',
    'a bracket without letters': 'I am Layla (…), hello.',
  }
  for (const [name, text] of Object.entries(STAYS)) {
    it(`keeps ${name}`, () => {
      expect(minimise(text, known).text).to.contain(/\(.*\)/.exec(text)?.[0])
    })
  }
})
