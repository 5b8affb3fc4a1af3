import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const read = (path: string) => readFileSync(`${ROOT}${path}`, 'utf8')
const PAGES = [
  'README.md',
  ...readdirSync(`${ROOT}docs`, { recursive: true })
    .map((name) => `docs/${name}`)
    .filter((name) => name.endsWith('.md')),
].toSorted()

interface Link {
  readonly from: string
  readonly path: string
  readonly anchor: string | null
}

const withoutCode = (text: string) => text.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '')

/** Links and pictures that lead to a file of the project. */
function linksOf(from: string, text: string): readonly Link[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor = null] = target.split('#')
      return { from, path: file === '' ? from : posix.join(posix.dirname(from), file), anchor }
    })
}

/** As forges name a heading: lower case, words joined by hyphens, no punctuation. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  )

function brokenLinks(links: readonly Link[]): readonly string[] {
  return links
    .filter(({ path, anchor }) => {
      if (!existsSync(`${ROOT}${path}`)) return true
      return anchor !== null && path.endsWith('.md') && !anchorsOf(read(path)).includes(anchor)
    })
    .map(({ from, path, anchor }) => `${from} → ${path}${anchor === null ? '' : `#${anchor}`}`)
}

const LINKS = PAGES.flatMap((page) => linksOf(page, read(page)))

describe('the documents', () => {
  it('name only code and tests that are there, where they say what shows a requirement', () => {
    const rows = read('docs/asvs.md')
      .split('\n')
      .filter((line) => /^\| \d/.test(line))
    const named = rows.flatMap((row) =>
      [...row.matchAll(/`((?:server|src|test)\/[^`]+)`/g)].map(([, path = '']) => path),
    )
    expect(named.length).to.be.greaterThan(60)
    expect(named.filter((path) => !existsSync(`${ROOT}${path}`))).to.deep.equal([])
    // What is met is shown by a test.
    expect(
      rows.filter((row) => row.split('|')[2]?.trim() === 'met' && !row.split('|')[4]?.includes('`test/')),
    ).to.deep.equal([])
  })

  it('link to what is there', () => {
    expect(PAGES.length).to.be.greaterThan(60)
    expect(LINKS.length).to.be.greaterThan(100)
    expect(brokenLinks(LINKS)).to.deep.equal([])
  })

  it('would be found out when a link leads nowhere', () => {
    const page = 'docs/security.md'
    const text = 'See [a](nothing.md), [b](proof.md#nowhere), [c](proof.md) and `[d](e.md)`.'
    expect(brokenLinks(linksOf(page, text))).to.deep.equal([
      'docs/security.md → docs/nothing.md',
      'docs/security.md → docs/proof.md#nowhere',
    ])
  })

  it('are each found from the list of guides or from a page that is', () => {
    const reached = new Set(['README.md', 'docs/README.md'])
    for (const page of reached)
      for (const { path } of LINKS.filter(({ from }) => from === page)) reached.add(path)
    const numbered = (page: string) => page.startsWith('docs/decisions/')
    expect(PAGES.filter((page) => !reached.has(page) && !numbered(page))).to.deep.equal([])
  })

  it('show every picture, and each is taken from the test run', () => {
    const taken = read('docs/pictures/refresh.mjs')
    const pictures = readdirSync(`${ROOT}docs/pictures`).filter((name) => name.endsWith('.png'))
    const shown = new Set(LINKS.map(({ path }) => path))
    expect(pictures.length).to.be.greaterThan(8)
    expect(pictures.filter((name) => !shown.has(`docs/pictures/${name}`))).to.deep.equal([])
    expect(pictures.filter((name) => !taken.includes(`'${name}'`))).to.deep.equal([])
  })
})
