import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { stopFile } from '../../../server/adapters/stop-file.ts'
import { aStop } from '../../support/stops.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('the file of stops on the disk', () => {
  it('is no stop while it is not there, and holds each that was added, in its folder of its own', async () => {
    const path = `${tempFolder()}/stops/kill-switch.jsonl`
    const file = stopFile(path, 'acme')
    expect(await file.read()).to.deep.equal([])
    const stops = Array.from({ length: 20 }, () => aStop())
    await Promise.all(stops.map((stop) => stopFile(path, 'acme').append(stop)))
    const ids = (await file.read()).map(({ stopId }) => stopId)
    expect(ids.toSorted()).to.deep.equal(stops.map(({ stopId }) => stopId).toSorted())
    expect(statSync(path).mode & 0o777).to.equal(0o600)
  })

  it('throws for a folder in its place, and for what is no line of it', async () => {
    const folder = tempFolder()
    const failed = await stopFile(folder, 'acme')
      .read()
      .then(
        () => 'read',
        () => 'thrown',
      )
    expect(failed).to.equal('thrown')
    writeFileSync(`${folder}/f`, 'stop')
    const broken = await stopFile(`${folder}/f`, 'acme')
      .read()
      .then(
        () => 'read',
        () => 'thrown',
      )
    expect(broken).to.equal('thrown')
    chmodSync(`${folder}/f`, 0o600)
    expect(readFileSync(`${folder}/f`, 'utf8')).to.equal('stop')
  })
})
