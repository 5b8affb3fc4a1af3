import { writeFileSync } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { runCli } from '../../../server/cli/main.ts'
import { unforeseen } from '../../../server/cli/unforeseen.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const said = async (act: Promise<unknown>) => unforeseen(await act.catch((error: unknown) => error))

describe('an error that a command has not foreseen', () => {
  it('is told by the file and what was refused there, when a file system refused it', async () => {
    const folder = tempFolder()
    const file = join(folder, 'file')
    writeFileSync(file, '')
    expect(await said(readFile(join(folder, 'none')))).to.equal(`${folder}/none is not there [ENOENT]`)
    expect(await said(readdir(file))).to.equal(`${file} lies below a file [ENOTDIR]`)
    expect(await said(mkdir(file))).to.equal(`${file} is there already [EEXIST]`)
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    expect(unforeseen(full)).to.equal('a file cannot be written: its disk is full [ENOSPC]')
  })

  it('is told by its place in the code otherwise, and never by its words', async () => {
    const words = 'Ms Keller wrote this'
    const told = await said(Promise.resolve(words).then(JSON.parse))
    expect(told).to.match(/^an error that nobody foresaw: SyntaxError at .* \[UNEXPECTED\]/)
    expect(told).to.not.contain('Keller')
    expect(unforeseen('Ms Keller')).to.contain('string').and.to.not.contain('Keller')
  })

  it('ends with 1 and one line', async () => {
    const data = tempFolder()
    openKeyring(data)
    const [out, err]: [string[], string[]] = [[], []]
    const terminal = { out: (line: string) => out.push(line), err: (line: string) => err.push(line), env: {} }
    const elsewhere = tempFolder()
    writeFileSync(join(elsewhere, 'file'), '')
    const args = ['backup', '--keys-to', join(elsewhere, 'file', 'copy'), '--data', data]
    expect(await runCli(args, terminal)).to.equal(1)
    expect(err.at(-1)).to.equal(`vouch: ${elsewhere}/file/copy lies below a file [ENOTDIR]`)
    expect(out).to.deep.equal([])
  })
})
