/** Two people with a row in every held table, over a real store, log and shelf; and a package of one of them. */
import { join } from 'node:path'
import { checkpointFiles } from '../../server/adapters/checkpoint-files.ts'
import { exportFiles } from '../../server/adapters/export-files.ts'
import { createAuditLog, createCheckpoints } from '../../server/audit/index.ts'
import { activateNotice } from '../../server/consent/index.ts'
import type { ExportRooms } from '../../server/dossier/index.ts'
import { loadPackageWords } from '../../server/package-words.ts'
import { personalDataHolders } from '../../server/personal-data.ts'
import { projectRoot } from '../../server/project-root.ts'
import { createUnderWay } from '../../server/under-way.ts'
import { projectWords } from '../../server/words.ts'
import type { Agent } from '../../src/domain/account.ts'
import { type FakeWorld, fakeWorld } from './fake-world.ts'
import { ACCOUNT, type HeldPerson, heldPerson, write } from './held-person.ts'
import { type FileStore, fileStore, tempKeyring } from './memory-store.ts'
import { tempFolder } from './temp-folder.ts'
import { NOTICE_TEXTS, RECIPIENTS } from './ticket-ground.ts'

export const OFFICER: Agent = { accountId: ACCOUNT, agentId: '4713', roles: ['compliance'] }
export const HELPDESK = 'https://acme.zendesk.com'

export interface DossierGround {
  readonly folder: string
  readonly store: FileStore
  readonly world: FakeWorld
  readonly rooms: ExportRooms
  /** Names of the servers that are there besides this one. */
  readonly others: Set<string>
  readonly anna: HeldPerson
  readonly ben: HeldPerson
  /** `type: decision`, oldest first. */
  entries(): readonly string[]
  close(): Promise<void>
}

export async function dossierGround(): Promise<DossierGround> {
  const folder = tempFolder()
  const store = await fileStore(folder)
  const world = fakeWorld()
  const keys = tempKeyring(folder)
  const audit = createAuditLog(world, keys)
  const base = { world, keys, audit }
  const others = new Set<string>()
  await store.transact((tx) =>
    activateNotice(base, tx, ACCOUNT, { texts: NOTICE_TEXTS, recipients: RECIPIENTS }),
  )
  for (const index of [1, 2, 3])
    await store.transact((tx) =>
      audit.append(tx, ACCOUNT, {
        type: 'gate.decided',
        actor: { kind: 'system', ref: 'test' },
        object: { kind: 'ticket', ref: `t${index}` },
        decision: 'allow',
      }),
    )
  const anna = heldPerson(keys, 'anna', '360001', '5', 1)
  const ben = heldPerson(keys, 'ben', '360002', '6', 2)
  for (const person of [anna, ben]) write(store, person)
  const signer = () => ({ name: `vouch/${ACCOUNT}`, privateKey: keys.checkpointKey })
  const words = projectWords()
  const rooms: ExportRooms = {
    rooms: base,
    holders: personalDataHolders(keys),
    words,
    packageWords: loadPackageWords(projectRoot()),
    controller: {
      name: 'Acme GmbH',
      contact: 'privacy@acme.example',
      address: 'Weg 1, Köln',
      country: 'DE',
      storageCountry: 'DE',
    },
    helpdeskOrigin: HELPDESK,
    codeVersion: '0.1.0',
    signer,
    transact: store.transact,
    underWay: createUnderWay('server-1', { others: async () => others }),
    snapshot: store.snapshot,
    pause: async () => undefined,
    checkpoints: createCheckpoints({ transact: store.transact, shelf: checkpointFiles(folder), signer }),
    shelf: exportFiles(folder),
  }
  return {
    ...{ folder, store, world, rooms, others, anna, ben },
    entries: () =>
      store.rows('select header from audit_entry order by idx').map(({ header }) => {
        const { type, decision } = JSON.parse(String(header)) as { type: string; decision: string }
        return `${type}: ${decision}`
      }),
    close: () => store.close(),
  }
}

export async function bytesOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

export const exportsIn = (folder: string) => join(folder, 'exports')
