/** What a companion that has worked hands to auditors and requesters: the good inputs that are then mangled. */
import { createWriteStream, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { zipOfFolder } from '../../server/adapters/bundle-zip.ts'
import { parseProof } from '../../server/decisions/index.ts'
import { writePackage } from '../../server/dossier/index.ts'
import { bundleGround, exported } from './bundle-ground.ts'
import { ADMIN, COMPLIANCE } from './companion-harness.ts'
import { bytesOf, dossierGround } from './dossier-ground.ts'
import { readyDraft, startDesk } from './drafting-desk.ts'
import type { FuzzGround } from './fuzz-targets.ts'
import { ACCOUNT } from './held-person.ts'
import { tempFolder } from './temp-folder.ts'

const SECOND_PERSON = '15'
const DATA = join(import.meta.dirname, '../../../shared/data')

async function papers(): Promise<Pick<FuzzGround, 'decision' | 'certificate'>> {
  const desk = await startDesk()
  for (const agentId of [COMPLIANCE, SECOND_PERSON])
    await desk.api(ADMIN, 'PUT', `/console/roles/${agentId}`, { roles: ['compliance'] })
  const { ticketId } = await readyDraft(desk)
  const [ticket] = desk.rows(`select requester_ref from ticket where ticket_id = '${ticketId}'`)
  const [made] = desk.rows('select decision_id from decision')
  const { body: decision } = await desk.api(COMPLIANCE, 'GET', `/decisions/${made?.decision_id}`)
  if (parseProof(decision) === null) throw new Error('there is no receipt of a decision')
  const proposed = await desk.api(COMPLIANCE, 'POST', '/console/erasures', {
    requesterRef: ticket?.requester_ref,
    caseId: null,
  })
  await desk.api(SECOND_PERSON, 'POST', `/console/changes/${proposed.body.change.changeId}/decisions`, {
    decision: 'approve',
  })
  const [erasure] = (await desk.api(COMPLIANCE, 'GET', '/console/erasures')).body
  const { body: certificate } = await desk.api(
    COMPLIANCE,
    'GET',
    `/console/erasures/${erasure.erasureId}/certificate`,
  )
  await desk.stop()
  return { decision, certificate }
}

export async function fuzzGround(): Promise<FuzzGround> {
  const ground = await bundleGround()
  const bundle = await exported(ground)
  const zip = join(tempFolder(), 'bundle.zip')
  await pipeline(zipOfFolder(bundle), createWriteStream(zip))
  const person = await dossierGround()
  const { written: packageZip } = await writePackage(
    person.rooms,
    {
      packageId: '00000000-0000-7000-8000-00000000aaaa',
      accountId: ACCOUNT,
      requesterRef: person.anna.who.requesterRef,
      locale: 'en',
      maskOthers: true,
      generatedAt: '2026-11-20T09:00:00.000Z',
    },
    bytesOf,
  )
  await person.close()
  return {
    folder: tempFolder(),
    bundleZip: readFileSync(zip),
    packageZip,
    ...(await papers()),
    verifierKey: readFileSync(ground.key, 'utf8').trim(),
    checkpoint: readFileSync(ground.earlier, 'utf8'),
    data: existsSync(DATA) ? DATA : null,
  }
}
