import { expect } from 'chai'
import { loadPageWords } from '../../../src/console/words.ts'
import { outlineHtml, outlineMarkdown, outlineOf } from '../../../src/domain/gap-outline.ts'
import { BOOT_TOPIC, SAMPLE_GAPS } from '../../support/fake-gaps.ts'

const wordsOf = async (language: string) => (await loadPageWords(language)).words.gapOutline
const [, TENT] = SAMPLE_GAPS.topics

describe('the outline of a missing article', () => {
  it('has a heading for each thing that people want to know, with their questions and a mark to fill', async () => {
    const text = outlineMarkdown(outlineOf(BOOT_TOPIC, await wordsOf('en')))
    expect(text).to.equal(`# \\[Working title\\] boots, resole, repair

**⟦ Title: the question as people would put it ⟧**

**⟦ The answer in one or two sentences ⟧**

## Whether it is possible, and when

People ask \\(8\\)

- Can you resole my hiking boots?
- Is it possible to repair the sole?

**⟦ To be written and checked ⟧**

## What it costs

People ask \\(5\\)

- How much is it to repair boots that are two years old?

**⟦ To be written and checked ⟧**

## Where

Too few people ask this to show how \\(4\\)

**⟦ To be written and checked ⟧**

## Articles nearby

Link to them, and take care not to say something else:

- [Return period](https://help.acme.example/hc/en-us/articles/210001)
- [Caring for leather boots](https://help.acme.example/hc/en-us/articles/210007)

## Words to use

People use these words. Used in the text, or as labels, they let the article be found:

- boots
- resole
- repair
`)
  })

  it('makes nothing up: every line is ours, a question, a word of theirs or a title', async () => {
    const words = await wordsOf('en')
    const ours = new Set([
      ...Object.values(words.heading),
      ...Object.values(words).filter((one) => typeof one === 'string'),
    ])
    const theirs = new Set([
      ...BOOT_TOPIC.words,
      ...BOOT_TOPIC.examples,
      ...BOOT_TOPIC.kinds.flatMap(({ examples }) => examples),
    ])
    for (const one of outlineOf(BOOT_TOPIC, words)) {
      if (one.block === 'quotes') for (const line of one.lines) expect(theirs.has(line), line).to.equal(true)
      else if (one.block === 'links')
        for (const link of one.links) expect(BOOT_TOPIC.nearest).to.include(link)
      else if (one.block !== 'title')
        expect(ours.has(one.text.replace(/ \(\d+\)$/, '')), one.text).to.equal(true)
    }
  })

  it('names the article that may already answer, in the language of those who ask', async () => {
    if (TENT === undefined) throw new Error('no sample')
    const text = outlineMarkdown(outlineOf(TENT, await wordsOf(TENT.language)))
    expect(text).to.contain('Dieser Artikel beantwortet es vielleicht schon')
    expect(text).to.contain(
      '[Zelte pflegen und imprägnieren](https://help.acme.example/hc/de/articles/210042)',
    )
    expect(text).to.contain('## Wie es geht')
  })

  const attack = {
    ...BOOT_TOPIC,
    words: ['<b>x</b>'],
    examples: [],
    kinds: [
      {
        kind: 'how' as const,
        questions: 3,
        examples: [
          '<img src=x onerror=alert(1)>',
          '](javascript:alert(1))',
          '# a heading\n- of mine',
          '1. first',
        ],
      },
    ],
    nearest: [
      { articleId: '1', locale: 'en', title: '[evil](x)', url: 'javascript:alert(1)' },
      { articleId: '2', locale: 'en', title: 'fine', url: 'https://a.example/x_(y)"><script>' },
    ],
  }

  it('lets no question become markup, and no address but one of the web a link', async () => {
    const blocks = outlineOf(attack, await wordsOf('en'))
    const html = outlineHtml(blocks)
    expect(html).to.not.match(/<(?:img|script|b)\b|href="javascript/)
    expect(html).to.contain('&lt;img src=x onerror=alert(1)&gt;')
    const markdown = outlineMarkdown(blocks)
    expect(markdown).to.not.match(/(?<!\\)<|\]\(javascript|^# a heading|^1\. /m)
    expect(markdown).to.contain('- \\# a heading - of mine')
    expect(markdown).to.contain('- \\[evil\\]\\(x\\)')
  })
})
