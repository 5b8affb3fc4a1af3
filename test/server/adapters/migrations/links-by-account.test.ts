import { expect } from 'chai'
import { START } from '../../../support/fake-world.ts'
import { type FileStore, fileStore } from '../../../support/memory-store.ts'

const LINKS = {
  consent_link: `insert into consent_link values (?, ?, 'ticket', 'person', 1, 'en', '2030')`,
  request_link: `insert into request_link values (?, ?, 'case', 'person', 'en', '2030', null)`,
  export_link: `insert into export_link values (?, ?, 'package', 'person', 'agent', '2026', '2030', null)`,
}

describe('links by account', () => {
  for (const [table, insert] of Object.entries(LINKS))
    it(`keeps ${table} of two accounts apart, whatever their digests are, and takes none twice`, async () => {
      const store: FileStore = await fileStore()
      const add = (account: string, hash: string) =>
        store.tamper((db) => db.prepare(insert).run(account, hash))
      store.tamper((db) =>
        db.exec(`insert into requester (account_id, requester_ref, digest, wrapped_key, sealed_id, created_at)
            select a, 'person', 'd', 'k', 's', '${START}' from (select 'acme' as a union select 'globex') t;
          insert into ticket (account_id, ticket_ref, ticket_id, requester_ref, identity, revision, drafts_made, created_at)
            select account_id, 'ticket', '5', 'person', 'webhook', 0, 0, '2026' from requester;
          insert into export_package (account_id, package_id, requester_ref, locale, status, made_by, created_at, expires_at)
            select account_id, 'package', 'person', 'en', 'ready', 'agent', '2026', '2030' from requester`),
      )
      add('acme', 'x')
      add('globex', 'x')
      expect(() => add('acme', 'x')).to.throw()
      expect(store.rows(`select account_id from ${table} order by account_id`)).to.have.length(2)
      await store.close()
    })
})
