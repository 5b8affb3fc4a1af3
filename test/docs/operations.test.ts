import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { runCli } from '../../server/cli/main.ts'
import { FAULT_CODES } from '../../src/domain/fault.ts'

const FOLDER = new URL('../../docs/operations/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8')
const PAGES = readdirSync(FOLDER).filter((name) => name.endsWith('.md'))
const RUNBOOKS = ['provider.md', 'store.md', 'keys.md', 'sync.md', 'audit-log.md']

/** Commands as they stand in the text: with their options. */
function commandsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?:npx )?\bvouch ([a-z][^`\n]*)/g)]
    .map(([, command = '']) => command.trim())
    .filter((command) => /^[a-z-]+(?:$|\s)/.test(command))
}

async function help(): Promise<string> {
  const lines: string[] = []
  await runCli(['help'], { out: (line) => void lines.push(line), err: () => undefined, env: {} })
  return lines.join('\n')
}

/** What the help says of one command, from its line to the next command's. */
function helpOf(text: string, command: string): string {
  const [word = ''] = command.split(' ')
  return text
    .split(/\n(?= {2}\S)/)
    .filter((part) => part.startsWith(`  ${word} `) || part.startsWith(`  ${word}\n`))
    .join('\n')
}

describe('the pages of operations', () => {
  it('name commands that there are, with options that they have', async () => {
    const text = await help()
    let seen = 0
    for (const page of PAGES)
      for (const command of commandsIn(read(page)).filter((each) => !each.startsWith('doctor'))) {
        const known = helpOf(text, command)
        const word = command.split(/\s/)[0]
        // Words of a sentence, such as "vouch does": commands stand in code.
        if (known === '' && !read(page).includes(`vouch ${word} --`)) continue
        expect(known, `${page}: vouch ${command}`).to.not.equal('')
        for (const [option] of command.matchAll(/--[a-z-]+/g)) {
          seen += 1
          expect(known, `${page}: vouch ${command}`).to.include(option)
        }
      }
    expect(seen).to.be.greaterThan(30)
    expect(helpOf(text, 'no-such-command --data x')).to.equal('')
  })

  it('say of each bad day how it shows, what to do in five minutes, and who is told', () => {
    for (const page of RUNBOOKS) {
      const headings = [...read(page).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
      expect(headings, page).to.deep.equal(['How it shows', 'The first five minutes', 'Then', 'Who is told'])
      expect(read(page), page).to.match(/72 hours/)
      expect(commandsIn(read(page)).length, page).to.be.greaterThan(1)
      expect(read('README.md'), page).to.include(`](${page})`)
    }
  })

  it('name faults that there are', () => {
    const codes: readonly string[] = FAULT_CODES
    const problems = /^(?:CLOCK|CHECKPOINT|ENTRY|HEAD|TRUNCATED|CONFLICT|KEY_NOT_TRUSTED)/
    for (const page of PAGES)
      for (const [, word = ''] of read(page).matchAll(/`([A-Z]{3,}_[A-Z_]+)`/g))
        if (!problems.test(word) && !/^(?:VOUCH|DATABASE|AGENT|NODE|OTEL)_/.test(word))
          expect(codes, `${page}: ${word}`).to.include(word)
  })
})
