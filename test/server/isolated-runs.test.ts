import { expect } from 'chai'
import { escapeHtml } from '../../server/escape-html.ts'
import { isolateRuns } from '../../server/isolated-runs.ts'

const shown = (text: string) => isolateRuns(`<p>${escapeHtml(text)}</p>`)
const apart = (run: string) => `<bdi dir="ltr">${run}</bdi>`

describe('what is written from left to right in a page that is read from right to left', () => {
  for (const [what, text, run] of [
    ['a name of two words', 'اسم Larch & Loft هنا.', 'Larch &amp; Loft'],
    ['a name with an apostrophe', 'اسم O’Neil هنا', 'O’Neil'],
    ['a name whose apostrophe is escaped', "اسم O'Neil هنا", 'O&#39;Neil'],
    ['a telephone number', 'الهاتف: +49 30 1234-56.', '+49 30 1234-56'],
    ['an address', 'عبر: privacy@larch.example.', 'privacy@larch.example'],
    ['a street with its town', 'العنوان: Am Ufer 1, 10115 Berlin.', 'Am Ufer 1, 10115 Berlin'],
    [
      'a command',
      'اكتب: vouch verify --export FILE.zip --key KEY.',
      'vouch verify --export FILE.zip --key KEY',
    ],
    ['a signature', 'التوقيع aGVsbG8+d29ybGQ==', 'aGVsbG8+d29ybGQ=='],
    ['a link', 'هنا: https://larch.example/c/a_b?lang=ar#x', 'https://larch.example/c/a_b?lang=ar#x'],
    ['a number of a case', 'القضية 2026-00007.', '2026-00007'],
  ] as const)
    it(`is kept together: ${what}`, () => {
      expect(shown(text)).to.equal(`<p>${escapeHtml(text).replace(run, apart(run))}</p>`)
    })

  it('is left alone where it is a bare number, a sign that was written out, or part of a tag', () => {
    for (const text of ['بعد 30 يوما', 'قال "نعم" & <لا>'])
      expect(shown(text)).to.equal(`<p>${escapeHtml(text)}</p>`)
    const tag = '<a href="?lang=ar" lang="ar"></a>'
    expect(isolateRuns(tag)).to.equal(tag)
  })

  it('stays two things where the comma is one of the language', () => {
    expect(shown('OpenAI، Mistral')).to.equal(`<p>${apart('OpenAI')}، ${apart('Mistral')}</p>`)
  })

  it('becomes no markup, whatever stands in it', () => {
    expect(shown('a&lt<b>"c\'')).to.not.match(/<(?!\/?(p|bdi)\b)/)
  })
})
