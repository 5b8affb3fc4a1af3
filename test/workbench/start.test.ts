import { rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { createLog } from '../../server/log.ts'
import { openWorkbench, pastOf, readyText, startWorkbench } from '../../workbench/start.ts'
import { wholeFaultFrom } from '../support/fault-from.ts'
import { freePort } from '../support/free-port.ts'
import { tempFolder } from '../support/temp-folder.ts'

async function takenPort(): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return { server, port: (server.address() as AddressInfo).port }
}

const answers = (port: number) =>
  fetch(`http://127.0.0.1:${port}/livez`).then(
    async (response) => {
      await response.text()
      return true
    },
    () => false,
  )

describe('the workbench and the companion together', () => {
  const log = createLog('error')

  it('stand ready for the sample admin, and stop without a rest', async () => {
    const companionPort = await freePort()
    const places = { workbenchPort: 0, companionPort, dataDir: tempFolder() }
    const running = await openWorkbench(places, false, { log })
    expect(await answers(companionPort)).to.equal(true)
    expect((await fetch(`${running.origin}/agent`)).status).to.equal(200)
    await running.stop()
    expect(await answers(companionPort)).to.equal(false)
  })

  it('let go of every port also where the companion cannot end as it should: its folder was deleted', async () => {
    const companionPort = await freePort()
    const dataDir = tempFolder()
    const places = { workbenchPort: 0, companionPort, dataDir, withModel: true, fresh: true }
    const running = await openWorkbench(places, false, { log: createLog('silent') })
    const ports = [
      companionPort,
      ...[running.origin, running.model?.origin].map((at) => Number(new URL(String(at)).port)),
    ]
    for (const port of ports) expect(await answers(port)).to.equal(true)
    rmSync(dataDir, { recursive: true })
    expect((await wholeFaultFrom(() => running.stop())).code).to.equal('CONFIG_INVALID')
    for (const port of ports) expect(await answers(port), String(port)).to.equal(false)
  })

  it('bring a stand-in model with them when they are asked to, and take it away again', async () => {
    const places = { workbenchPort: 0, companionPort: await freePort(), dataDir: tempFolder() }
    const running = await openWorkbench({ ...places, withModel: true }, false, { log })
    const modelPort = Number(new URL(running.model?.origin ?? '').port)
    // It answers: an address that it does not know is an answer too.
    expect(await answers(modelPort)).to.equal(true)
    await running.stop()
    expect(await answers(modelPort)).to.equal(false)
    const without = await openWorkbench(
      { ...places, companionPort: await freePort(), dataDir: tempFolder() },
      false,
      { log },
    )
    expect(without.model).to.equal(null)
    await without.stop()
  })

  it('leave no companion behind when the sample cannot be set up', async () => {
    const companionPort = await freePort()
    const dataDir = tempFolder()
    const places = { workbenchPort: 0, companionPort, dataDir }
    // A log that refuses every entry but those of the start: the sign-in of the sample admin fails.
    let asked = 0
    const world = {
      now: () => new Date(),
      newId: () => {
        asked += 1
        if (asked > 2) throw new Error('no more ids')
        return crypto.randomUUID()
      },
    }
    const failed = await openWorkbench(places, false, { log, world }).then(
      (running) => running.stop().then(() => 'opened'),
      () => 'failed',
    )
    expect(failed).to.equal('failed')
    expect(await answers(companionPort)).to.equal(false)
  })

  it('say which port is taken, and let go of the other', async () => {
    const { server, port } = await takenPort()
    const companionPort = await freePort()
    const byWorkbench = await wholeFaultFrom(() =>
      openWorkbench({ workbenchPort: port, companionPort, dataDir: tempFolder() }, false, { log }),
    )
    expect(byWorkbench.code).to.equal('CONFIG_INVALID')
    expect(byWorkbench.message).to.contain(`port ${port} cannot be used`)
    const workbenchPort = await freePort()
    const byCompanion = await wholeFaultFrom(() =>
      openWorkbench({ workbenchPort, companionPort: port, dataDir: tempFolder() }, false, { log }),
    )
    expect(byCompanion.message).to.contain(`port ${port} on 127.0.0.1 cannot be used`)
    expect(await answers(workbenchPort)).to.equal(false)
    await new Promise((resolve) => server.close(resolve))
  })

  it('are refused in production', async () => {
    const places = { workbenchPort: 0, companionPort: await freePort(), dataDir: tempFolder() }
    const fault = await wholeFaultFrom(() => openWorkbench(places, true, { log }))
    expect(fault.code).to.equal('CONFIG_INVALID')
    expect(await answers(places.companionPort)).to.equal(false)
  })

  const ports: readonly Readonly<Record<string, string>>[] = [
    { VOUCH_PORT: 'http' },
    { VOUCH_PORT: '0' },
    { VOUCH_PORT: '70000' },
    { VOUCH_WORKBENCH_PORT: '-1' },
    { VOUCH_WORKBENCH_PORT: '4100.5' },
    { VOUCH_WORKBENCH_MODEL: 'gpt' },
  ]
  for (const env of ports)
    it(`end with 1 for a setting that is none: ${JSON.stringify(env)}`, async () => {
      expect(await startWorkbench({ ...env, VOUCH_DATA_DIR: tempFolder() })).to.equal(1)
    })
})

describe('what the workbench says when it is ready', () => {
  it('has a week behind it unless none was asked for, and as a new account never', () => {
    expect([pastOf('short', false), pastOf('1', false), pastOf('0', false)]).to.deep.equal([
      ...['short', 'whole', undefined],
    ])
    expect([pastOf('short', true), pastOf('1', true)]).to.deep.equal([undefined, undefined])
  })

  it('names how to see more of a past, where little or none was played', () => {
    const origin = 'http://localhost:4100'
    for (const past of [undefined, 'short'] as const)
      expect(readyText(origin, past)).to.contain(`${origin}/agent`).and.to.contain('VOUCH_WORKBENCH_PAST=1')
    expect(readyText(origin, 'whole'))
      .to.contain(`${origin}/agent`)
      .and.to.not.contain('VOUCH_WORKBENCH_PAST')
  })
})
