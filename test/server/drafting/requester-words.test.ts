import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { childProgram } from '../../support/child-program.ts'

const CHILD = new URL('../../support/requester-words-child.ts', import.meta.url)
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

describe('a word that only the requester wrote', () => {
  it('is nowhere in memory once its ticket was split, answered and checked', async function () {
    this.timeout(300_000)
    const { stdout } = await promisify(execFile)(process.execPath, [childProgram(CHILD)], { cwd: ROOT })
    // The one copy of another word that is held on to shows that any would be found.
    expect(JSON.parse(stdout)).to.deep.equal({ ofTicket: 0, ofHeld: 1, held: 1 })
  })
})
