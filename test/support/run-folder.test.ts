import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect } from 'chai'
import { tempFolder } from './temp-folder.ts'

const { runFolder }: { runFolder(place: string): string } = await import(
  new URL('./run-folder.mjs', import.meta.url).href
)

describe('the folder of a run of the tests', () => {
  it('takes away those of runs that were killed, and nothing else', () => {
    const place = tempFolder()
    const killed = spawnSync(process.execPath, ['-e', '']).pid
    const [left, running] = [`vouch-tests-${killed}-a1B2c3`, `vouch-tests-${process.ppid}-d4E5f6`]
    for (const name of [left, running, `vouch-test-${killed}-x`, `postgres-${killed}-y`])
      mkdirSync(join(place, name))
    writeFileSync(join(place, left, 'store'), 'of a run that is gone')
    const own = basename(runFolder(place))
    expect(own).to.match(new RegExp(`^vouch-tests-${process.pid}-`))
    expect(readdirSync(place).sort()).to.deep.equal(
      [own, running, `vouch-test-${killed}-x`, `postgres-${killed}-y`].sort(),
    )
  })
})
