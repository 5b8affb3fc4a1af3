import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { COMMANDS } from '../../../server/cli/commands.ts'
import { runCli } from '../../../server/cli/main.ts'
import { importsOf } from '../../support/source-files.ts'

/** What `vouch help` explains, by name. */
async function explained(): Promise<readonly string[]> {
  const said: string[] = []
  await runCli(['help'], { out: (line) => void said.push(line), err: () => undefined, env: {} })
  const lines = said.join('\n').matchAll(/^ {2}([a-z][a-z-]*)(?: |$)/gm)
  return [...new Set([...lines].map(([, name = '']) => name))]
}

/** Files and packages that are loaded along with one, whatever it is asked. */
function loadedWith(path: string, found = new Set<string>()): ReadonlySet<string> {
  found.add(path)
  const text = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
  // What is loaded when it is asked for stands behind a bracket.
  const upFront = text.replaceAll(/\bimport\([^)]*\)/g, '')
  for (const { to, outside, typeOnly } of importsOf({ path, text: upFront }))
    if (outside) found.add(to)
    else if (!typeOnly && !found.has(to)) loadedWith(to, found)
  return found
}

describe('the commands', () => {
  it('are the ones that the help names, and no other', async () => {
    expect(await explained()).to.have.members(Object.keys(COMMANDS))
  })

  it('take no other word for one, whatever every object has', async () => {
    for (const word of ['constructor', 'toString', '__proto__', 'nothing']) {
      const said: string[] = []
      const err = (line: string) => void said.push(line)
      expect(await runCli([word], { out: err, err, env: {} }), word).to.equal(4)
      expect(said.join('\n')).to.contain(`there is no command "${word}"`)
    }
  })

  it('are loaded when they are asked for: the help needs none of them, and no package', () => {
    const loaded = [...loadedWith('server/cli/main.ts')]
    expect(loaded.filter((each) => !each.startsWith('node:'))).to.have.members([
      ...['server/cli/main.ts', 'server/cli/commands.ts', 'server/cli/exit-code.ts'],
      ...['server/cli/plain-line.ts', 'src/domain/fault.ts'],
    ])
  })

  it('open no store before they know where it is: a wrong word costs no engine', () => {
    const loaded = loadedWith('server/cli/installation.ts')
    for (const heavy of ['pg', 'kysely', 'stopwords-iso']) expect([...loaded]).to.not.include(heavy)
    expect(loaded.size).to.be.below(100)
  })

  for (const name of ['sync', 'stop-drafting', 'eval'])
    it(`look at their options before what they do is loaded: ${name}`, async () => {
      const loaded = [...loadedWith(`server/cli/${name}.ts`)]
      for (const heavy of [
        'pg',
        'kysely',
        'stopwords-iso',
        'server/articles/index.ts',
        'server/incidents/index.ts',
      ])
        expect(loaded).to.not.include(heavy)
      const said: string[] = []
      const err = (line: string) => void said.push(line)
      expect(await runCli([name, '--wrong'], { out: err, err, env: {} })).to.equal(4)
      expect(said.join('\n')).to.contain(`vouch ${name}`)
    })
})
