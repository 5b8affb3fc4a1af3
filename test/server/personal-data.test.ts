import { expect } from 'chai'
import { NOT_HELD, personalDataHolders, TENANT_COLUMN } from '../../server/personal-data.ts'
import { tempKeyring } from '../support/memory-store.ts'
import { columnsOfTheStore } from '../support/schema-columns.ts'

const tenant = (column: string) => column.endsWith(`.${TENANT_COLUMN}`)

function held(): readonly string[] {
  return personalDataHolders(tempKeyring()).flatMap(({ columns }) =>
    Object.entries(columns).flatMap(([table, names]) => names.map((name) => `${table}.${name}`)),
  )
}

function notHeld(): readonly string[] {
  return NOT_HELD.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`))
}

/** What a store's columns and their classification do not agree on. */
function disagreements(columns: readonly string[], classified: readonly string[]): readonly string[] {
  return [
    ...columns.filter((column) => !tenant(column) && !classified.includes(column)).map((c) => `nobody: ${c}`),
    ...classified.filter((column) => !columns.includes(column)).map((c) => `no such column: ${c}`),
    ...classified.filter((column, at) => classified.indexOf(column) !== at).map((c) => `twice: ${c}`),
  ]
}

describe('what is held of a person', () => {
  it('is classified, column by column, over the real schema', async () => {
    const columns = await columnsOfTheStore()
    expect(columns.length).to.be.greaterThan(150)
    expect(disagreements(columns, [...held(), ...notHeld()])).to.deep.equal([])
  })

  it('would miss a column that nobody classified, and one that is gone', async () => {
    const columns = await columnsOfTheStore()
    const classified = [...held(), ...notHeld()]
    expect(disagreements([...columns, 'draft.customer_name'], classified)).to.deep.equal([
      'nobody: draft.customer_name',
    ])
    expect(
      disagreements(
        columns.filter((column) => column !== 'draft.receipt'),
        classified,
      ),
    ).to.deep.equal(['no such column: draft.receipt'])
    expect(disagreements(columns, [...classified, 'audit_head.size'])).to.deep.equal([
      'twice: audit_head.size',
    ])
  })

  it('is held by everyone under a name of their own', () => {
    const names = personalDataHolders(tempKeyring()).map(({ name }) => name)
    expect([...new Set(names)]).to.deep.equal(names)
  })

  it('says a reason for everything that is not held', () => {
    expect(NOT_HELD.filter(({ because }) => because.length < 20)).to.deep.equal([])
  })

  it('leaves nothing that carries a reference to a person, or sealed words, without a holder', async () => {
    const personal = (await columnsOfTheStore()).filter((column) =>
      /\.(?:requester_ref|ticket_ref|ticket_id|sealed_\w+|wrapped_key)$/.test(column),
    )
    expect(personal.length).to.be.greaterThan(15)
    // Sealed by staff about the account's own affairs, under the key of the house.
    const ofTheHouse = [
      'incident_letter.sealed_text',
      'incident_phase.sealed_facts',
      'incident_proof.sealed_reference',
      'kill_switch.sealed_note',
    ]
    expect(personal.filter((column) => !held().includes(column))).to.deep.equal(ofTheHouse)
  })
})
