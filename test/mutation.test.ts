import { readdirSync } from 'node:fs'
import { expect } from 'chai'

interface Config {
  readonly mutate: readonly string[]
  readonly thresholds: { readonly break: number }
}
const beside = (path: string) => new URL(path, import.meta.url).href
const { default: config }: { default: Config } = await import(beside('../stryker.config.mjs'))
const { RULE_TESTS }: { RULE_TESTS: RegExp } = await import(beside('./mutation/rules-runner.mjs'))

interface Property {
  isObjectProperty(): boolean
  readonly node: { readonly key: { readonly name: string } }
}
interface Prose {
  readonly strykerPlugins: readonly { value: { shouldIgnore(path: Property): string | undefined } }[]
}
const { strykerPlugins }: Prose = await import(beside('./mutation/prose.mjs'))

/** Kinds of names that hold rules of consent and scope, however many files they come to be. */
const RULES = /^(?:allowlist|consent|decide|limits|scope|topic|widening)/
const domain = readdirSync(new URL('../src/domain/', import.meta.url)).filter((name) => RULES.test(name))

/** The names in `{a,b-*}` of the config's first pattern. */
function isMutated(file: string): boolean {
  const [, names = ''] = /\{([^}]+)\}/.exec(config.mutate[0] ?? '') ?? []
  return names
    .split(',')
    .map((name) => new RegExp(`^${name.replace('*', '.+')}\\.ts$`))
    .some((name) => name.test(file))
}

describe('the mutation of rules', () => {
  it('fails under ninety in a hundred', () => {
    expect(config.thresholds.break).to.equal(90)
  })

  it('leaves out the sentences of the table and of the rules, and nothing that is decided by', () => {
    const leftOut = (name: string, isObjectProperty = true) =>
      strykerPlugins[0]?.value.shouldIgnore({
        isObjectProperty: () => isObjectProperty,
        node: { key: { name } },
      })
    for (const sentence of ['does', 'says']) expect(leftOut(sentence)).to.be.a('string')
    for (const rule of ['from', 'to', 'who', 'rules', 'broken']) expect(leftOut(rule)).to.equal(undefined)
    expect(leftOut('does', false)).to.equal(undefined)
  })

  it('looks at every file that holds a rule of consent or scope', () => {
    const rules = domain.filter((name) => !name.endsWith('-api.ts'))
    expect(rules.length).to.be.greaterThan(8)
    expect(rules.filter((name) => !isMutated(name))).to.deep.equal([])
    expect(isMutated('draft.ts')).to.equal(false)
  })

  it('runs the tests of each', () => {
    const tests = readdirSync(new URL('src/domain/', import.meta.url)).filter((name) => RULES.test(name))
    expect(tests.length).to.be.greaterThan(5)
    expect(tests.filter((name) => !RULE_TESTS.test(name))).to.deep.equal([])
  })
})
