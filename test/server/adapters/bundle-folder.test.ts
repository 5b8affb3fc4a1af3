import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { folderSink, folderSource } from '../../../server/adapters/bundle-folder.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('a bundle as a folder', () => {
  it('is written for its owner alone, and read again', async () => {
    const folder = join(tempFolder(), 'bundle')
    const sink = await folderSink(folder)
    const file = await sink.open('entries.jsonl')
    for (const text of ['one\n', '', 'two\n']) await file.write(text)
    await file.close()
    expect(readFileSync(join(folder, 'entries.jsonl'), 'utf8')).to.equal('one\ntwo\n')
    expect([
      statSync(folder).mode & 0o777,
      statSync(join(folder, 'entries.jsonl')).mode & 0o777,
    ]).to.deep.equal([0o700, 0o600])
    const source = folderSource(folder)
    expect(await source.names()).to.deep.equal(['entries.jsonl'])
    expect(await source.bytes('entries.jsonl')).to.equal(8)
    const chunks: Buffer[] = []
    for await (const chunk of source.chunks('entries.jsonl')) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString()).to.equal('one\ntwo\n')
  })

  it('leaves no file open when it is given up, and closes none twice', async () => {
    const sink = await folderSink(join(tempFolder(), 'bundle'))
    const [whole, half] = [await sink.open('entries.jsonl'), await sink.open('receipts.jsonl')]
    await whole.close()
    await half.write('one\n')
    await sink.abandon()
    const isTaken = await half.write('two\n').then(
      () => true,
      () => false,
    )
    expect(isTaken).to.equal(false)
    await sink.abandon()
  })

  it('is never written over something', async () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'manifest.json'), 'mine')
    expect(await faultFrom(() => folderSink(folder))).to.equal('CONFLICT')
    expect(readFileSync(join(folder, 'manifest.json'), 'utf8')).to.equal('mine')
  })

  it('holds plain files and nothing else', async () => {
    for (const put of [
      (folder: string) => mkdirSync(join(folder, 'more')),
      (folder: string) => symlinkSync('/etc/hostname', join(folder, 'checkpoint')),
    ]) {
      const folder = tempFolder()
      put(folder)
      expect(await faultFrom(() => folderSource(folder).names())).to.equal('SOURCE_UNREADABLE')
    }
    expect(await faultFrom(() => folderSource(join(tempFolder(), 'none')).names())).to.equal(
      'SOURCE_UNREADABLE',
    )
  })
})
