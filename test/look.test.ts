/** What the stylesheets promise everywhere: each side has its logical name, and nothing moves for who asked for rest. */
import { expect } from 'chai'
import { codeOf, sourceFiles } from './support/source-files.ts'

const SHEETS = sourceFiles('src', /\.css$/).map(({ path, text }) => ({ path, text: codeOf(text) }))
const GUARD = /@media \(prefers-reduced-motion: reduce\) \{\s*\*,\s*\*::before,\s*\*::after \{([^}]*)\}/

const PHYSICAL = [
  /(?:^|[\s;{])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-)?(?:left|right)(?:-(?:width|color|style))?\s*:/,
  /border-(?:top|bottom)-(?:left|right)-radius/,
  /(?:text-align|float|clear|caption-side|justify-\w+|transform-origin|background-position)\s*:[^;]*\b(?:left|right)\b/,
  /background-position-x|translateX\(/,
]
/** Which stand all the same, and why. */
const ALLOWED: readonly string[] = [
  // A light that runs through a bar; its animation runs the other way where the page does.
  'background-position-x: -60%',
  'background-position-x: 160%',
]
/** top right bottom left: only the same on both sides holds for both directions. */
const uneven = (declaration: string) => {
  const [, values = ''] =
    /^(?:margin|padding|inset|border-(?:width|style|color)):\s*(.+)$/.exec(declaration) ?? []
  const four = values.match(/(?:[^\s(]|\([^)]*\))+(?:\([^)]*\))?/g) ?? []
  return four.length === 4 && four[1] !== four[3]
}
const declarationsOf = (css: string) =>
  css
    .split(/[;{}]/)
    .map((each) => each.trim())
    .filter((each) => each.includes(':'))
const physicalIn = (css: string) =>
  declarationsOf(css).filter(
    (each) => !ALLOWED.includes(each) && (PHYSICAL.some((one) => one.test(each)) || uneven(each)),
  )

describe('the look, in every language and for everyone', () => {
  it('names no left and no right', () => {
    expect(SHEETS.length).to.be.greaterThan(4)
    expect(
      SHEETS.flatMap(({ path, text }) => physicalIn(text).map((each) => `${path}: ${each}`)),
    ).to.deep.equal([])
  })

  for (const css of [
    'margin-left: 4px',
    'left: 0',
    'border-right-color: red',
    'text-align: right',
    'border-top-left-radius: 2px',
    'transform: translateX(4px)',
    'padding: 1px 2px 3px calc(1px + 2px)',
  ])
    it(`would notice ${css}`, () => expect(physicalIn(`.x { color: red; ${css}; }`)).to.deep.equal([css]))

  it('lets the same width on both sides stand', () => {
    expect(
      physicalIn('.x { padding: 1px var(--a) 3px var(--a); margin-inline-start: 2px; text-align: start }'),
    ).to.deep.equal([])
  })

  it('names no left and no right within the screens either', () => {
    const found = sourceFiles('src', /\.tsx$/).filter(({ text }) =>
      /style=\{[^}]*\b(?:left|right|(?:margin|padding|border)(?:Left|Right))\b/.test(text),
    )
    expect(found.map(({ path }) => path)).to.deep.equal([])
  })

  it('rests where a person asked for no motion', () => {
    const garden = SHEETS.find(({ path }) => path === 'src/look/garden.css')?.text ?? ''
    const [, guard = ''] = GUARD.exec(garden) ?? []
    for (const name of ['animation: none', 'transition: none', 'scroll-behavior: auto'])
      expect(guard).to.contain(`${name} !important`)
    // The requester's page has no such guard, because nothing on it moves.
    const notice = SHEETS.find(({ path }) => path === 'src/look/notice.css')?.text ?? ''
    expect(notice)
      .to.not.equal('')
      .and.not.match(/\b(?:animation|transition|scroll-behavior)\b/)
    for (const { path, text } of SHEETS)
      expect(text.replace(GUARD, ''), path).to.not.match(
        /(?:animation|transition|scroll-behavior)[\w-]*:[^;}]*!important/,
      )
  })

  it('moves nothing by script, where no stylesheet can hold it back', () => {
    const found = sourceFiles('src', /\.tsx?$/).filter(({ text }) =>
      /behavior:\s*['"]smooth|\.animate\(/.test(codeOf(text)),
    )
    expect(found.map(({ path }) => path)).to.deep.equal([])
  })
})
