import { expect } from 'chai'
import { z } from 'zod'
import { createLog } from '../../server/log.ts'
import { loadContent } from '../../workbench/content/content.ts'
import { signInAs } from '../../workbench/sample-set-up.ts'
import { openWorkbench } from '../../workbench/start.ts'
import { faultFrom } from '../support/fault-from.ts'
import { freePort } from '../support/free-port.ts'
import { tempFolder } from '../support/temp-folder.ts'

const content = loadContent()
const dataDir = tempFolder()

async function open() {
  const places = { workbenchPort: 0, companionPort: await freePort(), dataDir }
  return openWorkbench(places, false, { log: createLog('error') })
}
const allowlist = z.object({
  version: z.int(),
  selection: z.object({ allow: z.array(z.unknown()), deny: z.array(z.unknown()) }),
})

describe('the set-up of the sample', () => {
  it('allows the sample sections once, and then leaves alone what a person has set', async () => {
    const first = await open()
    const admin = await signInAs(first.workbench, content.staff.admin)
    const set = allowlist.parse(await admin('GET', '/console/allowlist'))
    expect(set.version).to.equal(1)
    expect(set.selection.allow).to.deep.equal(
      content.sample_allowlist.map((id) => ({ sectionId: String(id) })),
    )
    const roles = z.array(z.object({ agentId: z.string(), roles: z.array(z.string()) }))
    const given = roles.parse(await admin('GET', '/console/roles'))
    expect(given.find(({ agentId }) => agentId === String(content.staff.compliance))?.roles).to.include(
      'compliance',
    )
    await admin('PUT', '/console/allowlist', {
      version: 1,
      selection: { allow: [], deny: [{ label: 'mine' }] },
    })
    await first.stop()
  })

  it('does not touch a second start, though its help center has another address', async () => {
    const second = await open()
    const admin = await signInAs(second.workbench, content.staff.admin)
    const kept = z.object({ version: z.int() }).parse(await admin('GET', '/console/allowlist'))
    expect(kept.version).to.be.oneOf([1, 2])
    await second.stop()
  })

  it('opens the console for nobody who is not of the helpdesk’s staff by more than their role', async () => {
    const running = await open()
    const agent = await signInAs(running.workbench, content.staff.agents[0] ?? 0)
    expect(await faultFrom(() => agent('GET', '/console/roles'))).to.equal('UNEXPECTED')
    expect(await agent('GET', '/me')).to.deep.include({ roles: ['agent'] })
    await running.stop()
  })
})
