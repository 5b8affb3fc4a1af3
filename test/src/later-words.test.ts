import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { LATER } from '../../src/later-words.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const sentences: Record<string, unknown> = JSON.parse(
  readFileSync(join(ROOT, 'translations/en.json'), 'utf8'),
).sidebar
const GROUPS = Object.keys(sentences)

/** Files that the page needs before anything else: what is imported for more than its types, from there on. */
function filesOfTheFirstPaint(): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const walk = (path: string): void => {
    if (found.has(path) || !existsSync(join(ROOT, path))) return
    const text = readFileSync(join(ROOT, path), 'utf8')
    found.set(path, text)
    for (const [, kind, from] of text.matchAll(/^(?:import|export)( type)? [^;'"]*?from '(\.[^']+)'/gms))
      if (kind === undefined && from !== undefined) walk(normalize(join(dirname(path), from)))
  }
  walk('src/main.tsx')
  return found
}

/** Sentences that a file asks for: group and member, and `*` where the member is worked out. */
function asked(text: string): readonly (readonly [group: string, member: string])[] {
  const pattern = new RegExp(`['\`](${GROUPS.join('|')})\\.(\\w+|\\$)`, 'g')
  return [...text.matchAll(pattern)].map(([, group = '', member = '']) => [group, member] as const)
}

const isLater = (group: string, member: string) => LATER[group]?.includes(member) === false

describe('src/later-words', () => {
  it('keeps for later nothing that the first paint may say', () => {
    const files = [...filesOfTheFirstPaint()].filter(([path]) => path.startsWith('src/sidebar/'))
    const tooLate = files.flatMap(([path, text]) =>
      asked(text).flatMap(([group, member]) =>
        // Of a member that is worked out nobody knows which: the summary's and the draft's stages are all kept.
        member !== '$' && isLater(group, member) ? [`${path} says ${group}.${member}`] : [],
      ),
    )
    expect(files.length).to.be.greaterThan(20)
    expect(files.map(([path]) => path)).to.not.include('src/sidebar/preview.tsx')
    expect(tooLate).to.deep.equal([])
  })

  it('keeps of each member that the first paint works out all that it can be', () => {
    const worked = [...filesOfTheFirstPaint()]
      .filter(([path]) => path.startsWith('src/sidebar/'))
      .flatMap(([, text]) => asked(text).filter(([, member]) => member === '$'))
      .map(([group]) => group)
    expect([...new Set(worked)].sort()).to.deep.equal(['draft', 'refusal', 'summary'])
    for (const stage of ['refused', 'failed'])
      for (const group of ['draft', 'summary'])
        expect(isLater(group, stage), `${group}.${stage}`).to.equal(false)
    expect(LATER.refusal).to.equal(undefined)
  })

  it('names only sentences that there are', () => {
    const unknown = Object.entries(LATER).flatMap(([group, kept]) =>
      GROUPS.includes(group)
        ? kept
            .filter((member) => !Object.hasOwn(Object(sentences[group]), member))
            .map((member) => `${group}.${member}`)
        : [group],
    )
    expect(unknown).to.deep.equal([])
  })
})
