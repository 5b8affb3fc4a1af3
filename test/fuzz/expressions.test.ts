import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { z } from 'zod'
import type { Slow, Tried } from '../support/expression-child.ts'
import { expressionsIn, sourceExpressions } from '../support/expressions.ts'
import { testLimitMs } from '../support/fuzz-run.ts'
import { sourceFiles } from '../support/source-files.ts'

/**
 * Expressions that take a square of their text's length, which is harmless where it has an end: the most signs that
 * they read, and where that is seen to. With so many each must be done within a second of processor time.
 */
const READ_AT_MOST: Readonly<Record<string, readonly [signs: number, why: string]>> = {
  'server/brand-config.ts': [4_000, 'the configuration'],
  'server/checkpoint-config.ts': [4_000, 'the configuration'],
  'server/log.ts': [4_000, 'lines of our own stack'],
  'server/cli/backup.ts': [4_000, 'a name typed at the command line'],
  'server/cli/duplicate-keys.ts': [16_000, 'files of whoever runs the command'],
  'server/cli/edit-words.ts': [2_000, 'sentences of an evaluation'],
  'server/cli/injection-judge.ts': [8_000, 'replies of an evaluation'],
  'server/cli/obeying-model.ts': [16_000, 'prompts of an evaluation'],
  'server/cli/package-rules.ts': [16_000, 'our own icon, at packaging'],
  'server/cli/small-edits.ts': [2_000, 'sentences of an evaluation'],
  'server/simulation/kept-facts.ts': [
    2_000,
    'addresses and paths that other expressions have found, each bounded',
  ],
  'server/articles/intake/sentences.ts /[\\p{L}\\p{M}.]*\\.$/': [
    40,
    'the last forty signs before a break: `goesOn`',
  ],
  'server/articles/sources/page-text.ts': [4_096, 'the first bytes of a page: `decodeByDeclaration`'],
  'server/articles/retrieval/locale.ts': [16_000, 'the question, 4,000 signs, and passages'],
  [`server/drafting/grounding/addresses.ts /[.,;:!?)\\]}'"]+$/`]: [
    2_100,
    'an address that was found, 2,000 signs',
  ],
  'server/drafting/grounding/figures.ts /0+$/': [20, 'digits of a number, fifteen'],
  'src/domain/inline-look.ts': [4_000, 'the first signs of a style: `hidesByStyle`'],
  'src/domain/money.ts /0+$/': [6, 'six digits'],
  'src/domain/planted-text.ts /=+$/': [4_002, 'a run that was found, 4,000 signs'],
  'src/domain/review.ts /^review-by:\\s*(.*)$/': [1_000, 'a label of an article'],
  'src/minimise/handles.ts /[.!?)]+$/': [300, 'a value that was found'],
  'src/minimise/label-words.ts /[\\p{L}\\p{N}]+$/': [100, 'our own list'],
  'src/minimise/labelled-values.ts /[ \\t\\r.,;|]+$/': [200, 'a value of 120 signs'],
  'src/minimise/phone-finder.ts /[ ]?(?:x|ext).*$/': [100, 'a number that was found'],
  'src/minimise/phones.ts / ?(?:x|ext).*$/': [100, 'a number that was found'],
  'src/minimise/secrets.ts /[.,;!?)\\]]+$/': [2_100, 'a secret that was found'],
  [`src/minimise/web-addresses.ts /[.,;:!?)\\]}'’]+$/`]: [2_100, 'an address that was found, 2,000 signs'],
  'src/console/screens/requesters.tsx': [8_000, 'what somebody types about their own screen'],
  'workbench/stand-in-model/attacker.ts': [8_000, 'the workbench alone'],
  'workbench/store/comment-text.ts': [16_000, 'the workbench alone'],
}

const attacks = z.array(
  z.object({
    file: z.string(),
    parts: z.array(z.tuple([z.string(), z.string()])),
    tail: z.string(),
  }),
)
const kept = attacks.parse(
  JSON.parse(readFileSync(new URL('expression-attacks.json', import.meta.url), 'utf8')),
)

interface Outcome {
  readonly tried: number
  readonly builtIn: readonly string[]
  readonly slow: readonly Slow[]
}
/** An expression that is not done by then will never be. */
const PATIENCE_MS = 120_000

function tryAll(given: Tried, patienceMs = PATIENCE_MS): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL('../support/expression-child.ts', import.meta.url), {
      execArgv: ['--import', 'tsx'],
      serialization: 'advanced',
    })
    let begun = 'nothing'
    let outcome: Outcome | null = null
    const giveUp = () => child.kill('SIGKILL')
    let patience = setTimeout(giveUp, PATIENCE_MS)
    child.on('message', (said: { begins: string } | Outcome) => {
      clearTimeout(patience)
      patience = setTimeout(giveUp, patienceMs)
      if ('begins' in said) begun = said.begins
      else outcome = said
    })
    child.on('exit', (code) => {
      clearTimeout(patience)
      if (code === 0 && outcome !== null) resolve(outcome)
      else reject(new Error(`no end: ${begun}`))
    })
    child.send(given)
  })
}

const bounds = Object.fromEntries(Object.entries(READ_AT_MOST).map(([file, [signs]]) => [file, signs]))
const files = ['server', 'src', 'workbench'].flatMap((folder) => sourceFiles(folder))

describe('every regular expression', function () {
  // The child is ended first: it can say in which expression it was.
  this.timeout(PATIENCE_MS + testLimitMs(1, 11_000))

  it('comes to an end soon, whatever it is given to read', async () => {
    const { written, builders } = sourceExpressions(files)
    expect(written.length).to.be.greaterThan(900)
    const outcome = await tryAll({ expressions: written, builders, kept, bounds })
    process.stdout.write(`      ${outcome.tried} expressions, ${outcome.builtIn.length} files build some\n`)
    const slow = outcome.slow.map(({ file, source, ms }) => `${file} /${source}/ ${ms} ms`)
    expect(slow.join('\n')).to.equal('')
    // What is built when it is used has been used.
    expect(builders.filter((file) => !outcome.builtIn.includes(file))).to.deep.equal([])
  })

  it('that never comes to an end, or takes the square of a long text, would be found', async () => {
    const text = `const a = /^(?:a+)+$/\nconst b = /,+$/\nconst c = new RegExp('x')\nconst d = /^,+/`
    const { written, builds } = expressionsIn('src/planted.ts', text)
    expect([written.length, builds]).to.deep.equal([3, true])
    const [endless, square, harmless] = written
    if (endless === undefined || square === undefined || harmless === undefined) throw new Error('three')
    const given = { builders: [], kept: [], bounds: {} }
    const stuck = await tryAll({ ...given, expressions: [endless] }, 2_000).then(String, String)
    expect(stuck).to.equal('Error: no end: src/planted.ts: ^(?:a+)+$')
    const { slow } = await tryAll({ ...given, expressions: [square, harmless] })
    expect(slow.map(({ source }) => source)).to.deep.equal([',+$'])
    const bounded = await tryAll({ ...given, expressions: [square], bounds: { 'src/planted.ts': 4_000 } })
    expect(bounded.slow).to.deep.equal([])
  })

  it('that is allowed the square of its text is there, and reads a text with an end', () => {
    for (const [file, [signs, why]] of Object.entries(READ_AT_MOST)) {
      expect(
        files.map(({ path }) => path),
        why,
      ).to.include(file.split(' ')[0])
      expect(signs, file).to.be.at.most(33_000)
    }
  })
})
