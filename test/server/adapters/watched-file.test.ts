import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { watchedFile } from '../../../server/adapters/watched-file.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('a watched file', () => {
  it('is parsed once for as long as it lies there, and again when another took its place', () => {
    const path = join(tempFolder(), 'a')
    let parsed = 0
    const file = watchedFile(path, (at) => {
      parsed += 1
      return readFileSync(at, 'utf8')
    })
    expect([file.read(), parsed]).to.deep.equal([null, 0])
    writeFileSync(path, 'one')
    expect([file.read(), file.read(), parsed]).to.deep.equal(['one', 'one', 1])
    writeFileSync(`${path}.new`, 'two')
    renameSync(`${path}.new`, path)
    expect([file.read(), file.read(), parsed]).to.deep.equal(['two', 'two', 2])
    expect([file.readAnew(), parsed]).to.deep.equal(['two', 3])
    rmSync(path)
    expect([file.read(), file.readAnew()]).to.deep.equal([null, null])
  })
})
