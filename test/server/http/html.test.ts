import { expect } from 'chai'
import fc from 'fast-check'
import { escapeHtml } from '../../../server/http/html.ts'

describe('escaping text for a page', () => {
  it('leaves no sign that could open an element, an attribute or an entity', () => {
    expect(escapeHtml(`<a href="x" title='y'>&amp;</a>`)).to.equal(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;',
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeHtml(text)
        return !/[<>"']/.test(escaped) && !/&(?!amp;|lt;|gt;|quot;|#39;)/.test(escaped)
      }),
    )
  })

  it('loses nothing: a browser reads the same text again', () => {
    const read = (text: string) =>
      text
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&')
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => read(escapeHtml(text)) === text))
  })
})
